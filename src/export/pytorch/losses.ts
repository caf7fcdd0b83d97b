/** Losses in PyTorch, and the class that an output stands for. */
import { thresholdOf } from '../../model/losses.ts';
import type { LossSpec } from '../../model/spec.ts';
import { type Keyword, pythonCall } from './python.ts';

/** Defines `loss_function(outputs, labels)`; `outputs`: their number per image. */
export function lossLines(loss: LossSpec, outputs: number): readonly string[] {
  switch (loss.kind) {
    case 'crossEntropy': {
      const smoothing: Keyword = ['label_smoothing', `${loss.labelSmoothing}`, '0'];
      return [`loss_function = ${pythonCall('nn.CrossEntropyLoss', [], [smoothing])}`];
    }
    case 'binaryCrossEntropy':
      return onTargets('F.binary_cross_entropy_with_logits', outputs);
    case 'meanSquaredError':
      return onTargets('F.mse_loss', outputs);
    default:
      return loss satisfies never;
  }
}

/** The label itself for a single output, else 1 at the label and 0 elsewhere. */
const onTargets = (name: string, outputs: number): readonly string[] => [
  '',
  'def loss_function(outputs, labels):',
  outputs === 1
    ? '    targets = labels.float().unsqueeze(1)'
    : '    targets = F.one_hot(labels, outputs.shape[1]).float()',
  `    return ${name}(outputs, targets)`,
];

/** An expression of `outputs` for the predicted class of each image. */
export const answers = (loss: LossSpec, outputs: number): string =>
  outputs === 1 ? `(outputs[:, 0] > ${thresholdOf(loss)}).long()` : 'outputs.argmax(1)';

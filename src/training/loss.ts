/** The loss of a training, and the number of correct images by the loss's reading of the outputs. */
import { thresholdOf } from '../model/losses.ts';
import type { LossSpec } from '../model/spec.ts';
import { countAbove, countLargest } from '../tensor/functions/countCorrect.ts';
import { binaryCrossEntropy, meanSquaredError, smoothedCrossEntropy } from '../tensor/functions/losses.ts';
import { oneHot } from '../tensor/functions/oneHot.ts';
import { cast, reshape } from '../tensor/ops/index.ts';
import type { Value } from '../tensor/program.ts';

/** Mean loss over the batch; outputs `[N, C]`, labels `[N]` (int32). */
export function lossOf(loss: LossSpec, outputs: Value, labels: Value): Value {
  switch (loss.kind) {
    case 'crossEntropy':
      return smoothedCrossEntropy(outputs, labels, loss.labelSmoothing);
    case 'binaryCrossEntropy':
      return binaryCrossEntropy(outputs, targetsOf(outputs, labels));
    case 'meanSquaredError':
      return meanSquaredError(outputs, targetsOf(outputs, labels));
    default:
      return loss satisfies never;
  }
}

/** Number of correctly classified images, as a float32 scalar. */
export const correctOf = (loss: LossSpec, outputs: Value, labels: Value): Value =>
  isSingle(outputs) ? countAbove(outputs, labels, thresholdOf(loss)) : countLargest(outputs, labels);

/**
 * The targets of the outputs: the label itself, 0 or 1, for a single output; otherwise 1 at the label and 0 elsewhere.
 */
const targetsOf = (outputs: Value, labels: Value): Value =>
  isSingle(outputs) ? reshape(cast(labels, 'float32'), outputs.shape) : oneHot(labels, outputs.shape[1]!);

const isSingle = ({ shape }: Value): boolean => shape[1] === 1;

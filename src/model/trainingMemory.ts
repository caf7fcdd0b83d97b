/** How much memory a layer takes in training. */
import { product } from './initial.ts';
import type { NodeReport } from './report.ts';
import type { OptimizerSpec, TrainingSpec } from './spec.ts';

const bytesPerValue = 4;

/** Numbers that an optimizer keeps for each weight. */
export function slotsOf(optimizer: OptimizerSpec): number {
  switch (optimizer.kind) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'adam':
    case 'adamW':
      return 2;
    case 'rmsprop':
      return 1 + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0);
    default:
      return optimizer satisfies never;
  }
}

/**
 * Bytes in a step of training: the outputs of a batch, kept for the way back, and their gradients; weights and
 * optimizer state, each in two buffers, and the weights' gradients. The most that a layer can take: an engine
 * computes some in place, and frees others before the end.
 */
export function trainingBytes(node: NodeReport, { batchSize, optimizer }: TrainingSpec): number {
  const outputs = 2 * batchSize * product(node.output);
  return bytesPerValue * (outputs + node.params * (3 + 2 * slotsOf(optimizer)));
}

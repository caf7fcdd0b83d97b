import { mean, multiply, subtract } from '../ops/index.ts';
import { allButChannels } from '../ops/reduction.ts';
import type { Value } from '../program.ts';

/** Mean and population variance of each channel over the batch, `[1, C, 1, 1]`, and x less its mean. */
export function batchStatistics(x: Value): { readonly mean: Value; readonly variance: Value; readonly centred: Value } {
  const average = mean(x, allButChannels, true);
  const centred = subtract(x, average);
  return { mean: average, variance: mean(multiply(centred, centred), allButChannels, true), centred };
}

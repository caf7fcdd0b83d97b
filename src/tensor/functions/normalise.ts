/** Values on a common scale. */
import { add, divide, mean, multiply, reshape, sqrt, subtract } from '../ops/index.ts';
import type { Value } from '../program.ts';

/** (x − mean) / √(variance + ε) with mean and population variance over the axes. */
export function normalise(x: Value, axes: readonly number[], epsilon: number): Value {
  const centred = subtract(x, mean(x, axes, true));
  const variance = mean(multiply(centred, centred), axes, true);
  return multiply(centred, divide(1, sqrt(add(variance, epsilon))));
}

/** x·weight + bias with a number for each channel of `[N, C, …]`. */
export const scaleChannels = (x: Value, weight: Value, bias: Value): Value =>
  add(multiply(x, alongChannels(weight, x)), alongChannels(bias, x));

/** A vector of one number a channel, in a shape that broadcasts over x `[N, C, …]`. */
const alongChannels = (vector: Value, x: Value): Value =>
  reshape(
    vector,
    x.shape.map((size, axis) => (axis === 1 ? size : 1)),
  );

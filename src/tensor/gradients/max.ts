import { cast, divide, equal, multiply, reshape, sum } from '../ops/index.ts';
import { keptShape } from '../ops/reduction.ts';
import type { GradientRule } from './rule.ts';

/** The largest values share dy evenly, as PyTorch's amax. */
export const gradient: GradientRule<'max'> = (dy, { inputs: [x], attributes: { axes } }, y) => {
  const kept = keptShape(x.shape, axes);
  const largest = cast(equal(x, reshape(y, kept)), 'float32');
  return [multiply(largest, divide(reshape(dy, kept), sum(largest, axes, true)))];
};

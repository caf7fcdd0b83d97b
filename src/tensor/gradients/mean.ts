import { broadcastTo, multiply, reshape } from '../ops/index.ts';
import { keptShape } from '../ops/reduction.ts';
import { dimension } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Every one of n values gets dy / n. */
export const gradient: GradientRule<'mean'> = (dy, { inputs: [x], attributes: { axes } }) => {
  const count = axes.reduce((product, axis) => product * dimension(x.shape, axis), 1);
  return [broadcastTo(reshape(multiply(dy, 1 / count), keptShape(x.shape, axes)), x.shape)];
};

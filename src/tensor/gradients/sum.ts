import { broadcastTo, reshape } from '../ops/index.ts';
import { keptShape } from '../ops/reduction.ts';
import type { GradientRule } from './rule.ts';

/** Every summand gets dy. */
export const gradient: GradientRule<'sum'> = (dy, { inputs: [x], attributes: { axes } }) => [
  broadcastTo(reshape(dy, keptShape(x.shape, axes)), x.shape),
];

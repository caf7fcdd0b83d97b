import { matmul, sum } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** y = x·Wᵀ + b: dx = dy·W, dW = dyᵀ·x, db = Σ dy over the batch */
export const gradient: GradientRule<'linear'> = (dy, { inputs: [x, weight] }) => [
  matmul(dy, weight),
  matmul(dy, x, { transposeA: true }),
  sum(dy, [0]),
];

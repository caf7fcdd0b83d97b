import { divide, multiply, negate } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −y/b */
export const gradient: GradientRule<'divide'> = (dy, { inputs: [a, b] }, y) => {
  const da = divide(dy, b);
  return [sumTo(da, a), sumTo(negate(multiply(da, y)), b)];
};

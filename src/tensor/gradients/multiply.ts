import { multiply } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** ∂(a·b)/∂a = b */
export const gradient: GradientRule<'multiply'> = (dy, { inputs: [a, b] }) => [
  sumTo(multiply(dy, b), a),
  sumTo(multiply(dy, a), b),
];

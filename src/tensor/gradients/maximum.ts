import { greater, where } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** The larger one gets all; at a tie, b, so that maximum(x, 0) has derivative 0 at 0, as relu. */
export const gradient: GradientRule<'maximum'> = (dy, { inputs: [a, b] }) => {
  const larger = greater(a, b);
  return [sumTo(where(larger, dy, 0), a), sumTo(where(larger, 0, dy), b)];
};

import { greater, where } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** The smaller one gets all; at a tie, b. */
export const gradient: GradientRule<'minimum'> = (dy, { inputs: [a, b] }) => {
  const smaller = greater(b, a);
  return [sumTo(where(smaller, dy, 0), a), sumTo(where(smaller, 0, dy), b)];
};

import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** y = a + b: dy, summed over what was broadcast. */
export const gradient: GradientRule<'add'> = (dy, { inputs: [a, b] }) => [sumTo(dy, a), sumTo(dy, b)];

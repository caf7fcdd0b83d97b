import { negate } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const gradient: GradientRule<'subtract'> = (dy, { inputs: [a, b] }) => [sumTo(dy, a), sumTo(negate(dy), b)];

import { divide, multiply } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂√x/∂x = 1 / (2√x) */
export const gradient: GradientRule<'sqrt'> = (dy, _call, y) => [divide(dy, multiply(y, 2))];

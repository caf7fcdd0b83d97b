import { multiply } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂eˣ/∂x = eˣ */
export const gradient: GradientRule<'exp'> = (dy, _call, y) => [multiply(dy, y)];

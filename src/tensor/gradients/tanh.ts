import { multiply, subtract } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂tanh(x)/∂x = 1 − tanh²(x) */
export const gradient: GradientRule<'tanh'> = (dy, _call, y) => [multiply(dy, subtract(1, multiply(y, y)))];

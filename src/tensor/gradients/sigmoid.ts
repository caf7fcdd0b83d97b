import { multiply, subtract } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** σ′ = σ·(1 − σ) */
export const gradient: GradientRule<'sigmoid'> = (dy, _call, y) => [multiply(dy, multiply(y, subtract(1, y)))];

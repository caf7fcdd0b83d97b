import { multiply, subtract, sum } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂L/∂xᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ) */
export const gradient: GradientRule<'softmax'> = (dy, { attributes: { axis } }, y) => [
  multiply(y, subtract(dy, sum(multiply(dy, y), [axis], true))),
];

import { exp, multiply, subtract, sum } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂L/∂xᵢ = dyᵢ − softmax(x)ᵢ·Σⱼ dyⱼ */
export const gradient: GradientRule<'logSoftmax'> = (dy, { attributes: { axis } }, y) => [
  subtract(dy, multiply(exp(y), sum(dy, [axis], true))),
];

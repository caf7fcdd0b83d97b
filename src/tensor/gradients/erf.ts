import { exp, multiply, negate } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** ∂erf(x)/∂x = 2/√π · e^(−x²) */
export const gradient: GradientRule<'erf'> = (dy, { inputs: [x] }) => [
  multiply(dy, multiply(exp(negate(multiply(x, x))), 2 / Math.sqrt(Math.PI))),
];

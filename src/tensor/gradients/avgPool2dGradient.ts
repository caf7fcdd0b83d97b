import { avgPool2d } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** Linear, and the transpose of avgPool2d. */
export const gradient: GradientRule<'avgPool2dGradient'> = (g, { attributes: { size, inputSize: _, ...window } }) => [
  avgPool2d(g, size, window),
];

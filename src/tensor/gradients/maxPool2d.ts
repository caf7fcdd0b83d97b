import { maxPool2dGradient } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'maxPool2d'> = (dy, { inputs: [x], attributes }) => [
  maxPool2dGradient(x, dy, attributes),
];

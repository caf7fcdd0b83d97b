import { transpose } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** Back by the inverse permutation. */
export const gradient: GradientRule<'transpose'> = (dy, { attributes: { permutation } }) => [
  transpose(
    dy,
    permutation.map((_, axis) => permutation.indexOf(axis)),
  ),
];

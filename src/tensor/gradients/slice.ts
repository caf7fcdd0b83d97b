import { pad } from '../ops/index.ts';
import { dimension } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Zero where nothing was taken. */
export const gradient: GradientRule<'slice'> = (dy, { inputs: [x], attributes: { start, size } }) => [
  pad(
    dy,
    start,
    x.shape.map((whole, axis) => whole - dimension(start, axis) - dimension(size, axis)),
  ),
];

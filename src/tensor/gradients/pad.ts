import { slice } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'pad'> = (dy, { inputs: [x], attributes: { before } }) => [
  slice(dy, before, x.shape),
];

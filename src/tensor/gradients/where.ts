import { where } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const gradient: GradientRule<'where'> = (dy, { inputs: [condition, a, b] }) => [
  null,
  sumTo(where(condition, dy, 0), a),
  sumTo(where(condition, 0, dy), b),
];

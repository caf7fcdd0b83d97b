import { divide } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'log'> = (dy, { inputs: [x] }) => [divide(dy, x)];

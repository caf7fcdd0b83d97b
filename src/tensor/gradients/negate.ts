import { negate } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'negate'> = (dy) => [negate(dy)];

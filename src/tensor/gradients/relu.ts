import { greater, where } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** 1 where x > 0; 0 at 0, as PyTorch has it. */
export const gradient: GradientRule<'relu'> = (dy, _call, y) => [where(greater(y, 0), dy, 0)];

import { reshape } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'reshape'> = (dy, { inputs: [x] }) => [reshape(dy, x.shape)];

import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const gradient: GradientRule<'broadcastTo'> = (dy, { inputs: [x] }) => [sumTo(dy, x)];

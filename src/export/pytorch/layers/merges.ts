/** Layers where branches meet. */
import type { Step } from '../step.ts';

const meeting = (call: (...tensors: readonly string[]) => string): readonly Step[] => [
  { module: null, call, role: 'layer', helper: null },
];

export const add = () => meeting((...tensors) => tensors.join(' + '));
export const multiply = () => meeting((...tensors) => tensors.join(' * '));
export const concat = () => meeting((...tensors) => `torch.cat([${tensors.join(', ')}], dim=1)`);

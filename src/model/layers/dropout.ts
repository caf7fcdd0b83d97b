import { multiply } from '../../tensor/ops/index.ts';
import { optional } from '../signature.ts';
import { number } from '../values.ts';
import { defineLayer } from './definition.ts';

/** Zeros with probability p, the rest divided by 1 − p, in training only; as PyTorch's `nn.Dropout`. */
export const dropout = defineLayer(
  { positional: { p: optional(number({ from: 0, below: 1, isShare: true }), 0.5) }, options: {} },
  ({ p }) => ({
    output: ([input]) => input,
    lower({ inputs: [x], training, random }) {
      if (!training || p === 0) return x;
      return multiply(multiply(x, random(x.shape, 1 - p)), 1 / (1 - p));
    },
  }),
);

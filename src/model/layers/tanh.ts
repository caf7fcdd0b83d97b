import { tanh as apply, multiply } from '../../tensor/ops/index.ts';
import { optional } from '../signature.ts';
import { number } from '../values.ts';
import { defineLayer } from './definition.ts';

/** amplitude·tanh(slope·x); plain, as PyTorch's `nn.Tanh`, where both are 1. */
export const tanh = defineLayer(
  {
    positional: {},
    options: { amplitude: optional(number({ above: 0 }), 1), slope: optional(number({ above: 0 }), 1) },
  },
  ({ amplitude, slope }) => ({
    output: ([input]) => input,
    lower: ({ inputs: [x] }) => multiply(apply(multiply(x, slope)), amplitude),
  }),
);

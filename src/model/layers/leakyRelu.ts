import { leakyRelu as apply } from '../../tensor/functions/activations.ts';
import { optional } from '../signature.ts';
import { number } from '../values.ts';
import { defineLayer } from './definition.ts';

export const leakyRelu = defineLayer(
  { positional: { negativeSlope: optional(number(), 0.01) }, options: {} },
  ({ negativeSlope }) => ({
    output: ([input]) => input,
    lower: ({ inputs: [x] }) => apply(x, negativeSlope),
  }),
);

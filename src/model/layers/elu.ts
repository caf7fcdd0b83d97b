import { elu as apply } from '../../tensor/functions/activations.ts';
import { optional } from '../signature.ts';
import { number } from '../values.ts';
import { defineLayer } from './definition.ts';

export const elu = defineLayer({ positional: { alpha: optional(number(), 1) }, options: {} }, ({ alpha }) => ({
  output: ([input]) => input,
  lower: ({ inputs: [x] }) => apply(x, alpha),
}));

import { normalise } from '../../tensor/functions/normalise.ts';
import { add, multiply } from '../../tensor/ops/index.ts';
import { affineParameters } from '../initial.ts';
import { optional } from '../signature.ts';
import { boolean, number } from '../values.ts';
import { defineLayer } from './definition.ts';

/** Normalises all values of an image; as PyTorch's `nn.LayerNorm` over channels, height and width. */
export const layerNorm = defineLayer(
  {
    positional: {},
    options: { epsilon: optional(number({ above: 0 }), 1e-5), affine: optional(boolean, true) },
    inferred: { name: 'normalized_shape', index: 0 },
  },
  ({ epsilon, affine }) => ({
    output: ([input]) => input,
    parameters: ([input]) => affineParameters(input, affine),
    lower({ inputs: [x], parameter }) {
      const axes = x.shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]));
      const value = normalise(x, axes, epsilon);
      return affine ? add(multiply(value, parameter('weight')), parameter('bias')) : value;
    },
  }),
);

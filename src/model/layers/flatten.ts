import { reshape } from '../../tensor/ops/index.ts';
import { product } from '../initial.ts';
import { defineLayer } from './definition.ts';

/** A feature map as a vector: channel by channel, row by row. */
export const flatten = defineLayer({ positional: {}, options: {} }, () => ({
  output: ([input]) => [product(input)],
  extent: () => null,
  formula: ([input]) => (input.length > 1 ? [`${input.join(' × ')} = ${product(input)}`] : []),
  lower({ inputs: [x] }) {
    const [batch = 1, ...image] = x.shape;
    return reshape(x, [batch, product(image)]);
  },
}));

import { linear } from '../../tensor/ops/index.ts';
import { linearParameters } from '../initial.ts';
import { optional, required } from '../signature.ts';
import type { Shape } from '../spec.ts';
import { boolean, positiveInteger } from '../values.ts';
import { defineLayer } from './definition.ts';
import { vector } from './shapes.ts';

/** Fully connected layer, as PyTorch's `nn.Linear`. */
export const dense = defineLayer(
  {
    positional: { units: required(positiveInteger) },
    options: { bias: optional(boolean, true) },
    inferred: { name: 'in_features', index: 0 },
  },
  ({ units, bias }) => {
    const features = (input: Shape) => vector('dense', input);
    return {
      output([input]) {
        features(input);
        return [units];
      },
      parameters: ([input]) => linearParameters([units, features(input)], bias),
      multiplyAdds: ([input]) => units * features(input),
      extent: () => null,
      lower: ({ inputs: [x], parameter }) => linear(x, parameter('weight'), bias ? parameter('bias') : null),
    };
  },
);

import { conv2d, exp, log, multiply } from '../../tensor/ops/index.ts';
import { imageShape } from '../../tensor/shape.ts';
import { constant } from '../../tensor/values.ts';
import { optional, required } from '../signature.ts';
import { number, positiveInteger } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/** x / (k + α/size · Σ x²)^β over neighbouring channels; as PyTorch's `nn.LocalResponseNorm`. */
export const localResponseNorm = defineLayer(
  {
    positional: { size: required(positiveInteger) },
    options: {
      alpha: optional(number({ from: 0 }), 1e-4),
      beta: optional(number({ from: 0 }), 0.75),
      k: optional(number({ above: 0 }), 1),
    },
  },
  ({ size, alpha, beta, k }) => ({
    output: ([input]) => featureMap('localResponseNorm', input),
    lower({ inputs: [x] }) {
      const [, channels] = imageShape('localResponseNorm', 'the input', x);
      const before = Math.floor(size / 2);
      // A sum over neighbouring channels as a 1×1 convolution: faster than pooling, in spite of the multiplications by
      // zero.
      const neighbours = Float32Array.from({ length: channels * channels }, (_, place) => {
        const distance = (place % channels) - Math.floor(place / channels);
        return distance >= -before && distance < size - before ? alpha / size : 0;
      });
      const share = constant(neighbours, [channels, channels, 1, 1]);
      const offset = constant(new Float32Array(channels).fill(k));
      return multiply(x, exp(multiply(log(conv2d(multiply(x, x), share, offset)), -beta)));
    },
  }),
);

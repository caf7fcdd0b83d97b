import { add, avgPool2d, exp, log, multiply, reshape } from '../../tensor/ops/index.ts';
import { imageShape } from '../../tensor/shape.ts';
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
      const [n, channels, height, width] = imageShape('localResponseNorm', 'the input', x);
      // The mean over channels is a pooling of images that are channels high and pixels wide.
      const squares = reshape(multiply(x, x), [n, 1, channels, height * width]);
      const before = Math.floor(size / 2);
      const padding = [before, size - 1 - before, 0, 0] as const;
      const means = reshape(avgPool2d(squares, [size, 1], { stride: [1, 1], padding }), x.shape);
      return multiply(x, exp(multiply(log(add(multiply(means, alpha), k)), -beta)));
    },
  }),
);

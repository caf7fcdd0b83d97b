import { resample } from '../../tensor/functions/resample.ts';
import { imageShape } from '../../tensor/shape.ts';
import { optional, required } from '../signature.ts';
import { oneOf, size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/** Repeats or blends pixels; as PyTorch's `nn.Upsample` by a whole number. */
export const upsample2d = defineLayer(
  { positional: { scale: required(size2d) }, options: { mode: optional(oneOf('nearest', 'bilinear'), 'nearest') } },
  ({ scale, mode }) => ({
    output([input]) {
      const [channels, height, width] = featureMap('upsample2d', input);
      return [channels, height * scale[0], width * scale[1]];
    },
    extent() {
      const looks = mode === 'nearest' ? 1 : 2;
      return { size: [looks, looks], stride: [1 / scale[0], 1 / scale[1]] };
    },
    taps(_inputs, axis, index) {
      if (mode === 'nearest') return [Math.floor(index / scale[axis])];
      const centre = (index + 0.5) / scale[axis] - 0.5;
      return Number.isInteger(centre) ? [centre] : [Math.floor(centre), Math.ceil(centre)];
    },
    // Products with matrices of weights, for both: faster than repeating pixels by broadcast.
    lower({ inputs: [x] }) {
      const [, , height, width] = imageShape('upsample2d', 'the input', x);
      const weights = mode === 'nearest' ? nearest : linear;
      const size = [height * scale[0], width * scale[1]] as const;
      return resample(x, size, weights(height, scale[0]), weights(width, scale[1]));
    },
  }),
);

/** The pixel that it lies in. */
const nearest = (_size: number, scale: number) => (to: number, from: number) =>
  Math.floor(to / scale) === from ? 1 : 0;

/** Linear between pixel centres; beyond the outermost centres their own values. */
const linear = (size: number, scale: number) => (to: number, from: number) => {
  const centre = Math.max((to + 0.5) / scale - 0.5, 0);
  return from === size - 1 && centre > from ? 1 : Math.max(0, 1 - Math.abs(centre - from));
};

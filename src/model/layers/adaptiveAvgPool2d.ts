import { avgPool } from '../../tensor/functions/avgPool.ts';
import { resample } from '../../tensor/functions/resample.ts';
import { imageShape } from '../../tensor/shape.ts';
import { required } from '../signature.ts';
import { size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/** Means over windows that differ by a pixel if the sizes do not divide; as PyTorch's `nn.AdaptiveAvgPool2d`. */
export const adaptiveAvgPool2d = defineLayer(
  { positional: { outputSize: required(size2d) }, options: {} },
  ({ outputSize }) => ({
    output([input]) {
      const [channels] = featureMap('adaptiveAvgPool2d', input);
      return [channels, ...outputSize];
    },
    extent([input]) {
      const [, height, width] = featureMap('adaptiveAvgPool2d', input);
      const [rows, columns] = outputSize;
      return {
        size: [widest(height, rows), widest(width, columns)],
        stride: [Math.ceil(height / rows), Math.ceil(width / columns)],
      };
    },
    taps([input], axis, index) {
      const size = featureMap('adaptiveAvgPool2d', input)[axis === 0 ? 1 : 2];
      const [start, end] = averagingWindow(index, size, outputSize[axis]);
      return Array.from({ length: end - start }, (_, pixel) => start + pixel);
    },
    lower({ inputs: [x] }) {
      const [, , height, width] = imageShape('adaptiveAvgPool2d', 'the input', x);
      const [rows, columns] = outputSize;
      if (height % rows === 0 && width % columns === 0) {
        const size = [height / rows, width / columns] as const;
        return avgPool(x, size, { stride: size, padding: [0, 0, 0, 0], overhang: [0, 0], countPadding: true });
      }
      return resample(x, outputSize, share(height, rows), share(width, columns));
    },
  }),
);

/** The pixels of window `index`, the end not included. */
export function averagingWindow(index: number, size: number, count: number): readonly [start: number, end: number] {
  return [Math.floor((index * size) / count), Math.ceil(((index + 1) * size) / count)];
}

const widest = (size: number, count: number): number =>
  Math.max(
    ...Array.from({ length: count }, (_, index) => averagingWindow(index, size, count)).map(
      ([start, end]) => end - start,
    ),
  );

/** The weight of a pixel in a window's mean. */
const share = (size: number, count: number) => (index: number, pixel: number) => {
  const [start, end] = averagingWindow(index, size, count);
  return pixel >= start && pixel < end ? 1 / (end - start) : 0;
};

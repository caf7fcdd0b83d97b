/** Pooling of each channel over the whole feature map, which keeps three dimensions. */
import type { Value } from '../../tensor/program.ts';
import { defineLayer, type LayerDefinition } from './definition.ts';
import { featureMap } from './shapes.ts';

export function globalPooling(
  kind: string,
  lower: (x: Value) => Value,
): LayerDefinition<Readonly<Record<never, never>>> {
  return defineLayer({ positional: {}, options: {} }, () => ({
    output([input]) {
      const [channels] = featureMap(kind, input);
      return [channels, 1, 1];
    },
    extent([input]) {
      const [, height, width] = featureMap(kind, input);
      return { size: [height, width], stride: [height, width] };
    },
    // There is only one window, index 0; others would lie beside it.
    taps: ([input], axis, index) => {
      const size = featureMap(kind, input)[axis === 0 ? 1 : 2];
      return Array.from({ length: size }, (_, pixel) => index * size + pixel);
    },
    window([input]) {
      const [, height, width] = featureMap(kind, input);
      const size = [height, width] as const;
      return { size, stride: size, dilation: [1, 1], padding: [0, 0, 0, 0], transposed: false };
    },
    lower: ({ inputs: [x] }) => lower(x),
  }));
}

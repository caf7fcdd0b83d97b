/** Kernels as images: one pixel per weight, kernels side by side in an atlas, which is enlarged without smoothing. */
import { paintValues } from '../../src/insight/pictures/valueColour.ts';

/** `[output channels, input channels, height, width]` */
export type KernelShape = readonly [number, number, number, number];

export interface Tiles {
  /** Width and height of one tile, in weights. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

/** With three input channels (red, green, blue) a kernel can be one colour image. */
export type KernelStyle = 'signed' | 'rgb';

/** One tile per kernel in colour; else one for each pair of output and input channel, by output channel. */
export function kernelTiles([outputs, inputs, height, width]: KernelShape, style: KernelStyle): Tiles {
  return { width, height, count: style === 'rgb' ? outputs : outputs * inputs };
}

/** The largest magnitude, which gets the end colours. */
export function largest(weights: Float32Array): number {
  let magnitude = 0;
  for (const weight of weights) {
    magnitude = Math.max(magnitude, Math.abs(weight));
  }
  return magnitude;
}

/**
 * RGBA pixels of all tiles, one below another: `tiles.width` wide, `tiles.count × tiles.height` high.
 * `scaleOf` gives the magnitude of the end colours, by kernel. Signed: `map` centred on zero. RGB: grey is zero,
 * 0 and 255 are −scale and scale.
 */
export function kernelPixels(
  weights: Float32Array,
  shape: KernelShape,
  style: KernelStyle,
  scaleOf: (kernel: number) => number,
  map: Uint32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const [outputs, inputs, height, width] = shape;
  const area = height * width;
  const tiles = kernelTiles(shape, style);
  const pixels = new Uint8ClampedArray(4 * area * tiles.count);
  for (let output = 0; output < outputs; output++) {
    const scale = scaleOf(output);
    if (style === 'signed') {
      const [first, last] = [output * inputs * area, (output + 1) * inputs * area];
      const part = pixels.subarray(4 * first, 4 * last);
      paintValues(weights.subarray(first, last), { low: -scale, high: scale }, map, part);
      continue;
    }
    for (let i = 0; i < area; i++) {
      const pixel = 4 * (output * area + i);
      for (let channel = 0; channel < 3; channel++) {
        const weight = weights[(output * inputs + channel) * area + i]!;
        pixels[pixel + channel] = scale > 0 ? 127.5 * (1 + weight / scale) : 127.5;
      }
      pixels[pixel + 3] = 255;
    }
  }
  return pixels;
}

export interface TileLayout {
  readonly columns: number;
  readonly rows: number;
  /** Side of a weight on the screen, in whole device pixels. */
  readonly zoom: number;
}

/**
 * The largest whole zoom up to `maxZoom` at which all tiles, `gap` apart, fit into `width` × `height`; 1 if none does.
 * Rows are filled evenly; `group` tiles stay together if a row can hold them.
 */
export function layOut(
  tiles: Tiles,
  room: { readonly width: number; readonly height: number; readonly gap: number; readonly maxZoom: number },
  group = 1,
): TileLayout {
  for (let zoom = room.maxZoom; ; zoom--) {
    const fitting = Math.floor((room.width + room.gap) / (zoom * tiles.width + room.gap));
    const capacity = Math.max(1, Math.min(tiles.count, fitting));
    const rowsAtBest = Math.ceil(tiles.count / capacity);
    const even = Math.ceil(tiles.count / rowsAtBest);
    const columns = group > 1 && capacity >= group ? Math.floor(capacity / group) * group : even;
    const rows = Math.ceil(tiles.count / columns);
    if (zoom <= 1 || (fitting >= 1 && rows * (zoom * tiles.height + room.gap) - room.gap <= room.height)) {
      return { columns, rows, zoom: Math.max(1, zoom) };
    }
  }
}

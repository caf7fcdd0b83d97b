/** Draws feature maps as one picture, tile by tile, one coloured pixel per value. Pure, also for webviews. */
import { colourTable, divergingMap, greys, viridis } from './colour.ts';
import { atlasPixels, gridSize, type MapGrid } from './mapAtlas.ts';
import { colourOf, rangeOf, type ValueRange } from './valueColour.ts';

const colourMapNames = ['diverging', 'viridis', 'grey'] as const;
export type ColourMapName = (typeof colourMapNames)[number];

/** Blue, white and red of ColorBrewer's RdBu. */
const diverging = (): Uint32Array => divergingMap([33, 102, 172], [247, 247, 247], [178, 24, 43]);

const makers: Readonly<Record<ColourMapName, () => Uint32Array>> = {
  diverging,
  viridis: () => colourTable(viridis),
  grey: () => colourTable(greys),
};

export interface ColourMap {
  readonly name: ColourMapName;
  /** A table as `divergingMap` makes it. */
  readonly table: Uint32Array;
}

export const colourMap = (name: ColourMapName): ColourMap => ({ name, table: makers[name]() });

/** Maps of equal size, one after another. */
export interface Maps {
  readonly values: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

export interface AtlasOptions {
  readonly colours: ColourMap;
  /** Whether each map has a colour range of its own, or all share the layer's. */
  readonly scale: 'map' | 'layer';
  /** Side of each value in pixels. Default 1. */
  readonly zoom?: number;
  /** Pixels between tiles, transparent. Default 0. */
  readonly gap?: number;
  /** Tiles per row. Default: as many as make the picture roughly square. */
  readonly columns?: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly pixels: Uint8Array;
}

export interface AtlasPicture extends Picture {
  readonly columns: number;
  /** By map; the same for all if they share one. */
  readonly ranges: readonly ValueRange[];
}

export function drawAtlas({ values, count, height, width }: Maps, options: AtlasOptions): AtlasPicture {
  const { colours, scale, zoom = 1, gap = 0 } = options;
  const columns = options.columns ?? squareColumns(count, height, width);
  const area = height * width;
  // Diverging colour maps have zero in the middle.
  const spanOf = (part: Float32Array) => {
    const finite = part.filter(Number.isFinite);
    const least = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const largest = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return rangeOf(least, largest, colours.name === 'diverging');
  };
  const shared = scale === 'layer' ? spanOf(values) : null;
  const ranges = Array.from(
    { length: count },
    (_, map) => shared ?? spanOf(values.subarray(map * area, (map + 1) * area)),
  );
  const grid: MapGrid = {
    maps: { count, height, width },
    columns,
    rows: Math.ceil(count / columns),
    zoom,
    shrink: 1,
    tile: { height: height * zoom, width: width * zoom },
    gap,
    frame: 0,
  };
  const pixels = atlasPixels(values, grid, (map) => ranges[map]!, colours.table);
  return { ...gridSize(grid), pixels: new Uint8Array(pixels.buffer), columns, ranges };
}

/** Tiles per row that make a roughly square picture. */
export const squareColumns = (count: number, height: number, width: number): number =>
  Math.max(1, Math.min(count, Math.round(Math.sqrt((count * height) / width))));

interface Tiling {
  readonly height: number;
  readonly width: number;
  readonly zoom: number;
  readonly gap: number;
  readonly columns: number;
}

/** `colourAt`: the colour of pixel `i` of a tile, as 0xBBGGRR. */
function drawTiles(
  count: number,
  { height, width, zoom, gap, columns }: Tiling,
  colourAt: (tile: number, i: number) => number,
): Picture {
  const [stepX, stepY] = [width * zoom + gap, height * zoom + gap];
  const size = { width: columns * stepX - gap, height: Math.ceil(count / columns) * stepY - gap };
  const pixels = new Uint8Array(4 * size.width * size.height);
  const words = new Uint32Array(pixels.buffer);
  for (let tile = 0; tile < count; tile++) {
    const [left, top] = [(tile % columns) * stepX, Math.floor(tile / columns) * stepY];
    for (let i = 0; i < height * width; i++) {
      const word = (0xff000000 | colourAt(tile, i)) >>> 0;
      const start = (top + Math.floor(i / width) * zoom) * size.width + left + (i % width) * zoom;
      for (let row = 0; row < zoom; row++) {
        const at = start + row * size.width;
        words.fill(word, at, at + zoom);
      }
    }
  }
  return { ...size, pixels };
}

/** Images of bytes `[channels, height, width]` side by side, in grey or in colour. */
export function drawImages(
  images: readonly Uint8Array[],
  [channels, height, width]: readonly [number, number, number],
  { zoom = 1, gap = 0, columns = squareColumns(images.length, height, width) }: Partial<Tiling> = {},
): Picture {
  const area = height * width;
  return drawTiles(images.length, { height, width, zoom, gap, columns }, (tile, i) => {
    const image = images[tile]!;
    const byte = (channel: number) => image[Math.min(channel, channels - 1) * area + i]!;
    return channels < 3 ? byte(0) * 0x010101 : byte(0) | (byte(1) << 8) | (byte(2) << 16);
  });
}

/** Signed values `[channels, height, width]` as an image whose grey is zero; `largest` becomes black or white. */
export function signedImage(values: Float32Array, largest: number): Uint8Array {
  const clamped = (value: number) => Math.max(0, Math.min(255, Math.round(127.5 * (1 + value / largest))));
  return Uint8Array.from(values, (value) => (largest > 0 && Number.isFinite(value) ? clamped(value) : 128));
}

/** A map resized to `[height, width]`, blended between pixel centres. */
export function enlarge(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): Float32Array {
  const between = (to: number, size: number, from: number) => {
    const centre = Math.max(0, Math.min(from - 1, ((to + 0.5) * from) / size - 0.5));
    const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
    return [first, Math.min(first + 1, from - 1), centre - first] as const;
  };
  return Float32Array.from({ length: height * width }, (_, i) => {
    const [top, bottom, down] = between(Math.floor(i / width), height, rows);
    const [left, right, across] = between(i % width, width, columns);
    const along = (row: number) =>
      values[row * columns + left]! * (1 - across) + values[row * columns + right]! * across;
    return along(top) * (1 - down) + along(bottom) * down;
  });
}

/** An image with a map of its size laid over it: half of each. */
export function overlay(
  image: Uint8Array,
  [channels, height, width]: readonly [number, number, number],
  heat: Float32Array,
  colours: ColourMap,
  zoom = 1,
): Picture {
  const area = height * width;
  const largest = heat.reduce((most, value) => Math.max(most, value), 0);
  return drawTiles(1, { height, width, zoom, gap: 0, columns: 1 }, (_tile, i) => {
    const over = colourOf(colours.table, { low: 0, high: largest }, heat[i]!);
    const mixed = [0, 1, 2].map((channel) => {
      const under = image[Math.min(channel, channels - 1) * area + i]!;
      return (under + ((over >> (8 * channel)) & 255)) >> 1;
    });
    return mixed[0]! | (mixed[1]! << 8) | (mixed[2]! << 16);
  });
}

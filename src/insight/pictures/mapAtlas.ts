/**
 * The feature maps of a layer side by side in one image of device pixels: small maps are enlarged by whole factors,
 * large ones shrunk by averaging squares of values. Pure, also for webviews.
 */
import { paintValue, type ValueRange } from './valueColour.ts';

export interface MapSize {
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

export interface MapGrid {
  readonly maps: MapSize;
  readonly columns: number;
  readonly rows: number;
  /** Side of a value on the screen; 1 if maps are shrunk. */
  readonly zoom: number;
  /** Side of the square of values that makes one pixel; 1 if maps are enlarged. */
  readonly shrink: number;
  readonly tile: { readonly width: number; readonly height: number };
  readonly gap: number;
  /** Width of the line around each tile, as maps may have the colour of the background. */
  readonly frame: 0 | 1;
}

/** Translucent grey, visible on dark and light. */
const frameColour = [128, 128, 128, 110] as const;

/**
 * Lays out as many tiles per row as fit into `width`. A tile's longer side is as close to `side` as whole factors
 * allow, without exceeding it or `width`.
 */
export function mapGrid(maps: MapSize, width: number, side: number, gap: number): MapGrid {
  // A gap between tiles leaves room for a line around each.
  const frame = gap > 2 ? 1 : 0;
  const room = Math.max(0, width - 2 * frame);
  const longer = Math.max(maps.height, maps.width);
  const most = Math.max(1, Math.min(side, Math.floor((room * longer) / Math.max(1, maps.width))));
  const zoom = Math.max(1, Math.floor(most / longer));
  const shrink = Math.max(1, Math.ceil(longer / most));
  const tile = {
    width: Math.ceil(maps.width / shrink) * zoom,
    height: Math.ceil(maps.height / shrink) * zoom,
  };
  const columns = Math.max(1, Math.min(maps.count, Math.floor((room + gap) / (tile.width + gap))));
  return { maps, columns, rows: Math.ceil(maps.count / columns), zoom, shrink, tile, gap, frame };
}

export function gridSize(grid: MapGrid): { readonly width: number; readonly height: number } {
  const { columns, rows, tile, gap, frame } = grid;
  const extent = (count: number, side: number) => count * (side + gap) - gap + 2 * frame;
  return { width: extent(columns, tile.width), height: extent(rows, tile.height) };
}

/** The upper left corner of a map. */
export function tileCorner(grid: MapGrid, map: number): { readonly x: number; readonly y: number } {
  const { columns, tile, gap, frame } = grid;
  return {
    x: frame + (map % columns) * (tile.width + gap),
    y: frame + Math.floor(map / columns) * (tile.height + gap),
  };
}

/** The map at a point, including the gap after it; `null` outside. */
export function mapAt({ maps, columns, tile, gap }: MapGrid, x: number, y: number): number | null {
  const column = Math.floor(x / (tile.width + gap));
  const map = Math.floor(y / (tile.height + gap)) * columns + column;
  return x >= 0 && y >= 0 && column < columns && map < maps.count ? map : null;
}

/** The value at a point of a map's tile; at its edge, the nearest value. */
export function valueAt({ maps, zoom, shrink }: MapGrid, x: number, y: number): { row: number; column: number } {
  const within = (at: number, size: number) => Math.max(0, Math.min(size - 1, Math.floor((at / zoom) * shrink)));
  return { row: within(y, maps.height), column: within(x, maps.width) };
}

/** The map that a key moves to; `null` if it leaves the layer or does not move. */
export function mapBeside({ maps, columns }: MapGrid, map: number, key: string): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -map,
    End: maps.count - 1 - map,
  };
  const step = steps[key];
  const next = step === undefined ? -1 : map + step;
  return next >= 0 && next < maps.count ? next : null;
}

/** RGBA of the whole grid. `values`: map by map; `rangeOf`: the colour range of a map. */
export function atlasPixels(
  values: Float32Array,
  grid: MapGrid,
  rangeOf: (map: number) => ValueRange,
  table: Uint32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = gridSize(grid);
  const pixels = new Uint8ClampedArray(4 * width * height);
  const { maps, zoom, shrink } = grid;
  for (let map = 0; map < maps.count; map++) {
    const { x, y } = tileCorner(grid, map);
    const range = rangeOf(map);
    if (grid.frame > 0) paintFrame(pixels, width, x - 1, y - 1, grid.tile);
    for (let row = 0; row < grid.tile.height / zoom; row++) {
      const line = 4 * ((y + row * zoom) * width + x);
      for (let column = 0; column < grid.tile.width / zoom; column++) {
        const value = meanOfSquare(values, maps, map, row * shrink, column * shrink, shrink);
        for (let right = 0; right < zoom; right++)
          paintValue(value, range, table, pixels, line + 4 * (column * zoom + right));
      }
      for (let down = 1; down < zoom; down++)
        pixels.copyWithin(line + 4 * down * width, line, line + 4 * grid.tile.width);
    }
  }
  return pixels;
}

function paintFrame(pixels: Uint8ClampedArray, width: number, x: number, y: number, tile: MapGrid['tile']): void {
  const paint = (column: number, row: number) => pixels.set(frameColour, 4 * (row * width + column));
  const [right, bottom] = [x + tile.width + 1, y + tile.height + 1];
  for (let column = x; column <= right; column++) for (const row of [y, bottom]) paint(column, row);
  for (let row = y; row <= bottom; row++) for (const column of [x, right]) paint(column, row);
}

function meanOfSquare(
  values: Float32Array,
  { height, width }: MapSize,
  map: number,
  top: number,
  left: number,
  side: number,
): number {
  const start = map * height * width;
  if (side === 1) return values[start + top * width + left]!;
  const [bottom, right] = [Math.min(height, top + side), Math.min(width, left + side)];
  let sum = 0;
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) sum += values[start + row * width + column]!;
  return sum / ((bottom - top) * (right - left));
}

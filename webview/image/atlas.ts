/** Maps between weights of an atlas and points on the screen, in device pixels. */
import type { TileLayout, Tiles } from './kernels.ts';

/** One weight: which tile, and which pixel of it. */
export interface Place {
  readonly tile: number;
  readonly row: number;
  readonly column: number;
}

export interface Atlas {
  readonly tiles: Tiles;
  readonly layout: TileLayout;
  readonly gap: number;
}

function step({ tiles, layout, gap }: Atlas): { readonly x: number; readonly y: number } {
  return { x: layout.zoom * tiles.width + gap, y: layout.zoom * tiles.height + gap };
}

export function atlasSize(atlas: Atlas): { readonly width: number; readonly height: number } {
  const { x, y } = step(atlas);
  return { width: atlas.layout.columns * x - atlas.gap, height: atlas.layout.rows * y - atlas.gap };
}

/** The upper left corner of a weight. */
export function cornerOf(atlas: Atlas, { tile, row, column }: Place): { readonly x: number; readonly y: number } {
  const { columns, zoom } = atlas.layout;
  const { x, y } = step(atlas);
  return { x: (tile % columns) * x + column * zoom, y: Math.floor(tile / columns) * y + row * zoom };
}

/** The weight at a point; null between tiles. */
export function placeAt(atlas: Atlas, x: number, y: number): Place | null {
  const { tiles, layout } = atlas;
  const { x: across, y: down } = step(atlas);
  const tile = Math.floor(y / down) * layout.columns + Math.floor(x / across);
  const row = Math.floor((y % down) / layout.zoom);
  const column = Math.floor((x % across) / layout.zoom);
  const inside = x >= 0 && y >= 0 && x < layout.columns * across && tile < tiles.count;
  return inside && row < tiles.height && column < tiles.width ? { tile, row, column } : null;
}

/** The neighbouring weight, which may be in the next tile; the same weight if there is none. */
export function neighbour({ tiles, layout }: Atlas, place: Place, down: -1 | 0 | 1, right: -1 | 0 | 1): Place {
  const row = place.row + down;
  const column = place.column + right;
  const tile =
    place.tile +
    (row < 0 ? -layout.columns : row >= tiles.height ? layout.columns : 0) +
    (column < 0 ? -1 : column >= tiles.width ? 1 : 0);
  if (tile < 0 || tile >= tiles.count) {
    return place;
  }
  return { tile, row: (row + tiles.height) % tiles.height, column: (column + tiles.width) % tiles.width };
}

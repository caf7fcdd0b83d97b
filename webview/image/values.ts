/** Values as pixels, by a table of colours (`colourTable`). */
import { colourOf, type ValueRange } from '../../src/insight/valueColour.ts';

/** RGBA of values, as many as `pixels` has room for. */
export function paintValues(
  values: ArrayLike<number>,
  range: ValueRange,
  table: Uint32Array,
  pixels: Uint8ClampedArray,
): void {
  for (let i = 0; i < pixels.length / 4; i++) paintValue(values[i]!, range, table, pixels, 4 * i);
}

/** One of them, into the pixel at byte `at`. */
export function paintValue(
  value: number,
  range: ValueRange,
  table: Uint32Array,
  pixels: Uint8ClampedArray,
  at: number,
): void {
  const colour = colourOf(table, range, value);
  pixels[at] = colour & 255;
  pixels[at + 1] = (colour >> 8) & 255;
  pixels[at + 2] = colour >> 16;
  pixels[at + 3] = 255;
}

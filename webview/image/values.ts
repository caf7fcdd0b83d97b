/** Values as colours: the range that the colours span, and pixels. */
import { lookUp } from '../../src/insight/colour.ts';

/** What gets the first and the last colour. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** From the least to the largest value; centred, the same distance to both sides of zero. */
export function rangeOf(min: number, max: number, centred: boolean): ValueRange {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return { low: 0, high: 0 };
  const most = Math.max(Math.abs(min), Math.abs(max));
  return centred ? { low: -most, high: most } : { low: min, high: max };
}

/**
 * RGBA of values, as many as `pixels` has room for, by a table of colours (`colourTable`). What is no number
 * stays clear.
 */
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
  { low, high }: ValueRange,
  table: Uint32Array,
  pixels: Uint8ClampedArray,
  at: number,
): void {
  if (!Number.isFinite(value)) return;
  const colour = lookUp(table, value - (low + high) / 2, (high - low) / 2);
  pixels[at] = colour & 255;
  pixels[at + 1] = (colour >> 8) & 255;
  pixels[at + 2] = colour >> 16;
  pixels[at + 3] = 255;
}

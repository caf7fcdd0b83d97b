/** Values as colours: the range that the colours span, the colour of a value, and pixels. Also for webviews. */
import { lookUp } from './colour.ts';

/** The values of the first and the last colour. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/**
 * From the smallest to the largest value; if centred, equally far to both sides of zero. Empty if there is no finite
 * value.
 */
export function rangeOf(least: number, largest: number, centred: boolean): ValueRange {
  if (!Number.isFinite(least) || !Number.isFinite(largest)) return { low: 0, high: 0 };
  const most = Math.max(Math.abs(least), Math.abs(largest));
  return centred ? { low: -most, high: most } : { low: least, high: largest };
}

/** Magenta marks what is not a finite number, so that it cannot be mistaken for one. */
const noNumber = 255 | (255 << 16);

/** Looked up in a table of colours (`colourTable`), as 0xBBGGRR. */
export function colourOf(table: Uint32Array, { low, high }: ValueRange, value: number): number {
  return Number.isFinite(value) ? lookUp(table, value - (low + high) / 2, (high - low) / 2) : noNumber;
}

/** Writes RGBA of values, as many as `pixels` has room for. */
export function paintValues(
  values: ArrayLike<number>,
  range: ValueRange,
  table: Uint32Array,
  pixels: Uint8ClampedArray,
): void {
  for (let i = 0; i < pixels.length / 4; i++) paintValue(values[i]!, range, table, pixels, 4 * i);
}

/** Writes one value into the pixel at byte `at`. */
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

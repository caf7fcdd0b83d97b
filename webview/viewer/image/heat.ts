/** A heat map over the image: where the evidence for a class is, transparent where there is none. */

/**
 * RGBA, one pixel per value, from transparent at 0 to the colour `heat` at the largest; negative values are
 * transparent.
 */
export function heatPixels(
  values: Float32Array,
  [red, green, blue]: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const most = values.filter(Number.isFinite).reduce((largest, value) => Math.max(largest, value), 0);
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of values.entries()) {
    const share = most > 0 && value > 0 ? value / most : 0;
    pixels.set([red, green, blue, 215 * share], 4 * i);
  }
  return pixels;
}

/** By how much covering each place lowers the class's probability. */
export function lost(values: Float32Array, whole: number): Float32Array {
  return values.map((value) => whole - value);
}

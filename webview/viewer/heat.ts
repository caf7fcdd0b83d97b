/** Where in the image the evidence for a class is: heat over it, clear where there is none. */

/** RGBA of one pixel a value, from clear at 0 to the colour `heat` at the largest; what is below 0 is clear. */
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

/** By how much each place, covered, lowers the probability that the class has uncovered. */
export function lost(values: Float32Array, whole: number): Float32Array {
  return values.map((value) => whole - value);
}

/** Images of bytes, `[channels, height, width]`, as RGBA: one channel is grey, the first three are red, green and blue. */
export function bytePixels(
  bytes: Uint8Array,
  shape: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const [channels, height, width] = shape;
  const area = height * width;
  const pixels = new Uint8ClampedArray(4 * area);
  for (let i = 0; i < area; i++) {
    for (let colour = 0; colour < 3; colour++) pixels[4 * i + colour] = bytes[(channels >= 3 ? colour : 0) * area + i]!;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

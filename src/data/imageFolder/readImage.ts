/** Reads one image file into the bytes that a data set stores. */
import { readFile } from 'node:fs/promises';
import { messageOf } from '../errorMessage.ts';
import { decode, ImageError, planesOf } from './decode.ts';
import { fitTo } from './fit.ts';

/**
 * Reads `file` into `target`, `[channels, height, width]`. Throws an `ImageError` with the reason if it cannot be read.
 */
export async function readImage(
  file: string,
  [channels, height, width]: readonly [channels: number, height: number, width: number],
  target: Uint8Array,
): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new ImageError(messageOf(error));
  });
  const pixels = decode(bytes);
  const resize = fitTo(pixels.height, pixels.width, [height, width]);
  const area = height * width;
  for (const [index, plane] of planesOf(pixels, channels).entries()) {
    resize(plane, target.subarray(index * area, (index + 1) * area));
  }
}

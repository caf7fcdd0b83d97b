/** Thumbnails: images of a split, shrunk to be shown side by side. */
import type { ImageSet, Split } from '../../data/dataSet.ts';
import { fitTo } from '../../data/imageFolder/fit.ts';
import type { Thumbnails } from '../results.ts';
import { imageAt } from './splitImage.ts';

/** `side`: the largest length of the longer side in pixels; smaller images stay as they are. */
export function thumbnails(
  split: Split,
  [channels, height, width]: ImageSet['shape'],
  images: readonly number[],
  side: number,
): Thumbnails {
  const share = Math.min(1, side / Math.max(height, width));
  const shrunk = (size: number) => Math.max(1, Math.round(size * share));
  const [rows, columns] = [shrunk(height), shrunk(width)];
  const [from, to] = [height * width, rows * columns];
  const shrink = fitTo(height, width, [rows, columns]);
  const pixels = new Uint8Array(images.length * channels * to);
  for (const [i, index] of images.entries()) {
    const image = imageAt(split, index);
    for (let channel = 0; channel < channels; channel++) {
      const at = (i * channels + channel) * to;
      shrink(image.subarray(channel * from, (channel + 1) * from), pixels.subarray(at, at + to));
    }
  }
  return { shape: [channels, rows, columns], pixels };
}

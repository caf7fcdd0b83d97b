/** Mirrors the image. Draws: whether. */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import type { ImageShape, Transform } from './transform.ts';

export function randomHorizontalFlip(
  { probability }: AugmentationOptions<'randomHorizontalFlip'>,
  [, , width]: ImageShape,
): Transform {
  return (from, to, draws) => {
    if (!draws.chance(probability)) return false;
    for (let start = 0; start < from.length; start += width) {
      const end = start + width - 1;
      for (let x = 0; x < width; x++) to[start + x] = from[end - x]!;
    }
    return true;
  };
}

export function randomVerticalFlip(
  { probability }: AugmentationOptions<'randomVerticalFlip'>,
  [, height, width]: ImageShape,
): Transform {
  const area = height * width;
  return (from, to, draws) => {
    if (!draws.chance(probability)) return false;
    for (let channel = 0; channel < from.length; channel += area) {
      for (let y = 0; y < height; y++) {
        const source = channel + (height - 1 - y) * width;
        const target = channel + y * width;
        for (let x = 0; x < width; x++) to[target + x] = from[source + x]!;
      }
    }
    return true;
  };
}

/**
 * Changes brightness, contrast and saturation: each a mixture factor · image + (1 − factor) · other, with
 * black, the image's mean grey, or the image in grey as the other. Draws: the order, then the factors.
 */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import { type ImageShape, type Transform, toByte } from './transform.ts';

type Change = (image: Uint8Array, factor: number, area: number) => void;

const changes: readonly Change[] = [brightness, contrast, saturation];

export function colorJitter(options: AugmentationOptions<'colorJitter'>, [, height, width]: ImageShape): Transform {
  const ranges = [options.brightness, options.contrast, options.saturation];
  const area = height * width;
  return (from, to, draws) => {
    const order = [0, 1, 2];
    for (let i = 2; i > 0; i--) {
      const j = draws.integer(0, i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    to.set(from);
    for (const index of order) {
      const [least, most] = ranges[index]!;
      if (least === 1 && most === 1) continue;
      changes[index]!(to, draws.between(least, most), area);
    }
    return true;
  };
}

export function brightness(image: Uint8Array, factor: number): void {
  mix(image, factor, 0);
}

export function contrast(image: Uint8Array, factor: number, area: number): void {
  let sum = 0;
  for (let i = 0; i < area; i++) sum += grey(image, i, area);
  mix(image, factor, (1 - factor) * Math.floor(sum / area + 0.5));
}

export function saturation(image: Uint8Array, factor: number, area: number): void {
  if (image.length !== 3 * area) return;
  for (let i = 0; i < area; i++) {
    const rest = (1 - factor) * grey(image, i, area);
    for (let at = i; at < image.length; at += area) image[at] = toByte(image[at]! * factor + rest);
  }
}

const table = new Uint8Array(256);

/** Every value by its `value · factor + rest`, computed once for each of the 256. */
function mix(image: Uint8Array, factor: number, rest: number): void {
  for (let value = 0; value < 256; value++) table[value] = toByte(value * factor + rest);
  for (let i = 0; i < image.length; i++) image[i] = table[image[i]!]!;
}

/** Luma of ITU-R BT.601, in the whole numbers of Pillow; of anything but RGB the first channel. */
function grey(image: Uint8Array, pixel: number, area: number): number {
  if (image.length !== 3 * area) return image[pixel]!;
  const [red, green, blue] = [image[pixel]!, image[pixel + area]!, image[pixel + 2 * area]!];
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

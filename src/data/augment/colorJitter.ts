/**
 * Changes brightness, contrast, saturation and hue. The first three are a mixture factor · image + (1 − factor) · other,
 * with black, the image's mean grey, or the image in grey as the other; the hue is turned in HSV. Draws: the order, then
 * the factors.
 */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import { type ImageShape, type Transform, toByte } from './transform.ts';

type Options = AugmentationOptions<'colorJitter'>;
type Change = (image: Uint8Array, factor: number, area: number) => void;

const changes = { brightness, contrast, saturation, hue } satisfies Record<keyof Options, Change>;
const kinds = ['brightness', 'contrast', 'saturation', 'hue'] as const;
/** The factor that leaves an image as it is. */
const still = { brightness: 1, contrast: 1, saturation: 1, hue: 0 } as const;

export function colorJitter(options: Options, [, height, width]: ImageShape): Transform {
  const area = height * width;
  return (from, to, draws) => {
    const order = [...kinds];
    for (let i = order.length - 1; i > 0; i--) {
      const j = draws.integer(0, i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    to.set(from);
    for (const kind of order) {
      const [least, most] = options[kind];
      if (least === still[kind] && most === still[kind]) continue;
      changes[kind](to, draws.between(least, most), area);
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

/** `turn`: a share of the colour wheel, −0.5 to 0.5. The largest and the smallest of the three values are kept. */
export function hue(image: Uint8Array, turn: number, area: number): void {
  if (image.length !== 3 * area) return;
  for (let i = 0; i < area; i++) {
    const [red, green, blue] = [image[i]!, image[i + area]!, image[i + 2 * area]!];
    const most = Math.max(red, green, blue);
    const chroma = most - Math.min(red, green, blue);
    if (chroma === 0) continue;
    // In sixths of the colour wheel, counted from red; kept positive.
    const own =
      most === red ? (green - blue) / chroma : most === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
    const place = own + 6 * turn + 6;
    image[i] = toByte(most - chroma * distance(place + 5));
    image[i + area] = toByte(most - chroma * distance(place + 3));
    image[i + 2 * area] = toByte(most - chroma * distance(place + 1));
  }
}

/** How far a channel is below the largest, as a share of the chroma, at a place of the wheel counted from its own. */
function distance(place: number): number {
  const sixths = place % 6;
  return Math.max(0, Math.min(sixths, 4 - sixths, 1));
}

const table = new Uint8Array(256);

/** Maps every value to `value · factor + rest`, by a table of all 256. */
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

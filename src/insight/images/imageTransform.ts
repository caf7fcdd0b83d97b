/** Transforms an image by hand, to see how a network responds. Deterministic. */
import { type ImageShape, toByte } from '../../data/augment/transform.ts';
import { placed, warp } from '../../data/augment/warp.ts';
import { uniform } from '../../data/random.ts';

export interface ImageTransform {
  /** Pixels to the right and down; fractions blend. */
  readonly shift: readonly [horizontal: number, vertical: number];
  /** Degrees, clockwise, about the centre. */
  readonly angle: number;
  /** About the centre; 2 is twice as large. */
  readonly scale: number;
  /** Standard deviation of normal noise that is added, of pixels from 0 to 255. */
  readonly noise: number;
  /** Seed of the noise. */
  readonly seed: number;
  /** Value of pixels from outside the image, 0 to 255. */
  readonly fill: number;
}

export const unchanged: ImageTransform = { shift: [0, 0], angle: 0, scale: 1, noise: 0, seed: 0, fill: 0 };

/** A changed copy of an image `[channels, height, width]`. */
export function transformImage(image: Uint8Array, shape: ImageShape, transform: ImageTransform): Uint8Array {
  const { shift, angle, scale, noise, seed, fill } = transform;
  const moved = image.slice();
  if (shift[0] !== 0 || shift[1] !== 0 || angle !== 0 || scale !== 1) {
    const matrix = placed(shape, { angle: (angle * Math.PI) / 180, scale, shear: 0, shift });
    warp(image, moved, shape, matrix, { interpolation: 'bilinear', fill });
  }
  if (noise === 0) return moved;
  const normal = normalNumbers(seed, moved.length);
  return moved.map((pixel, i) => toByte(pixel + noise * normal[i]!));
}

/** Standard normal numbers (Box & Muller, 1958). */
function normalNumbers(seed: number, count: number): Float64Array {
  const key = { seed, purpose: 'augment', stream: 0, step: 0 } as const;
  const pairs = uniform(key, 2 * count, 0, 1);
  // 1 − u is never 0.
  return Float64Array.from(
    { length: count },
    (_, i) => Math.sqrt(-2 * Math.log(1 - pairs[2 * i]!)) * Math.cos(2 * Math.PI * pairs[2 * i + 1]!),
  );
}

/**
 * Affine warps: each pixel of the result takes the value at another place of the image, as in Pillow's
 * `Image.transform(size, AFFINE, …)`. Coordinates start at the image's corner, so a pixel's centre lies at one half.
 */
import { type ImageShape, toByte } from './transform.ts';

/** (x, y) of the result takes the value at (a·x + b·y + c, d·x + e·y + f) of the image. */
export type AffineMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface Warp {
  readonly interpolation: 'nearest' | 'bilinear';
  /** Value of what lies outside the image. */
  readonly fill: number;
}

export function warp(
  from: Uint8Array,
  to: Uint8Array,
  [channels, height, width]: ImageShape,
  [a, b, c, d, e, f]: AffineMatrix,
  { interpolation, fill }: Warp,
): void {
  const area = height * width;
  const bilinear = interpolation === 'bilinear';
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const atX = a * (x + 0.5) + b * (y + 0.5) + c;
      const atY = d * (x + 0.5) + e * (y + 0.5) + f;
      const target = y * width + x;
      if (!(atX >= 0 && atX < width && atY >= 0 && atY < height)) {
        for (let channel = 0; channel < channels; channel++) to[channel * area + target] = fill;
      } else if (!bilinear) {
        const source = Math.floor(atY) * width + Math.floor(atX);
        for (let channel = 0; channel < channels; channel++)
          to[channel * area + target] = from[channel * area + source]!;
      } else {
        const left = Math.floor(atX - 0.5);
        const top = Math.floor(atY - 0.5);
        const right = atX - 0.5 - left;
        const down = atY - 0.5 - top;
        // Beyond the border, the outermost pixels are repeated.
        const x0 = Math.max(0, left);
        const x1 = left + 1 < width ? left + 1 : width - 1;
        const y0 = Math.max(0, top) * width;
        const y1 = (top + 1 < height ? top + 1 : height - 1) * width;
        for (let channel = 0; channel < channels; channel++) {
          const start = channel * area;
          const above = from[start + y0 + x0]! * (1 - right) + from[start + y0 + x1]! * right;
          const below = from[start + y1 + x0]! * (1 - right) + from[start + y1 + x1]! * right;
          to[start + target] = toByte(above * (1 - down) + below * down);
        }
      }
    }
  }
}

export interface Placement {
  /** Radians, clockwise. */
  readonly angle: number;
  readonly scale: number;
  /** Radians, along the horizontal axis. */
  readonly shear: number;
  /** Pixels. */
  readonly shift: readonly [horizontal: number, vertical: number];
}

/**
 * The matrix that makes an image turned, sheared and scaled about its centre, then shifted: the inverse of
 * T · C · R(angle) · Shear · scale · C⁻¹, as torchvision's `_get_inverse_affine_matrix`.
 */
export function placed([, height, width]: ImageShape, { angle, scale, shear, shift }: Placement): AffineMatrix {
  const [centreX, centreY] = [width / 2, height / 2];
  // The forward matrix is scale · [[cos, −cos·tan(shear) − sin], [sin, −sin·tan(shear) + cos]], of determinant scale².
  const a = Math.cos(angle);
  const b = -Math.cos(angle) * Math.tan(shear) - Math.sin(angle);
  const c = Math.sin(angle);
  const d = -Math.sin(angle) * Math.tan(shear) + Math.cos(angle);
  const inverse = [d / scale, -b / scale, -c / scale, a / scale] as const;
  const [fromX, fromY] = [centreX + shift[0], centreY + shift[1]];
  return [
    inverse[0],
    inverse[1],
    centreX - inverse[0] * fromX - inverse[1] * fromY,
    inverse[2],
    inverse[3],
    centreY - inverse[2] * fromX - inverse[3] * fromY,
  ];
}

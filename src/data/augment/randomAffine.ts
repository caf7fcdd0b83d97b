/** Turns, shifts, scales and shears the image. Draws: the angle, then shifts, factor and shear, in torchvision's order. */
import type { AugmentationOptions, Range } from '../../model/augmentation.ts';
import type { Draws } from '../random.ts';
import type { ImageShape, Transform } from './transform.ts';
import { placed, warp } from './warp.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const within = (draws: Draws, [least, most]: Range): number => draws.between(least, most);

/** Counter-clockwise: torchvision's `RandomRotation` turns the other way than its `RandomAffine`. */
export function randomRotation(
  { degrees, interpolation, fill }: AugmentationOptions<'randomRotation'>,
  shape: ImageShape,
): Transform {
  return (from, to, draws) => {
    const angle = -radians(within(draws, degrees));
    warp(from, to, shape, placed(shape, { angle, scale: 1, shear: 0, shift: [0, 0] }), { interpolation, fill });
    return true;
  };
}

export function randomAffine(
  { degrees, translate, scale, shear, interpolation, fill }: AugmentationOptions<'randomAffine'>,
  shape: ImageShape,
): Transform {
  const [, height, width] = shape;
  const farthest = [translate[0] * width, translate[1] * height] as const;
  return (from, to, draws) => {
    const angle = radians(within(draws, degrees));
    const shift = farthest.map((most) => Math.round(draws.between(-most, most)));
    const factor = within(draws, scale);
    const matrix = placed(shape, {
      angle,
      scale: factor,
      shear: radians(within(draws, shear)),
      shift: [shift[0]!, shift[1]!],
    });
    warp(from, to, shape, matrix, { interpolation, fill });
    return true;
  };
}

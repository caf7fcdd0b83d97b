/** Erases a rectangle. Draws: whether; up to ten times until it fits: area, ratio; then top, left. */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import type { ImageShape, Transform } from './transform.ts';

export function randomErasing(
  { probability, scale, ratio, value }: AugmentationOptions<'randomErasing'>,
  [channels, height, width]: ImageShape,
): Transform {
  return (from, to, draws) => {
    if (!draws.chance(probability)) return false;
    for (let attempt = 0; attempt < 10; attempt++) {
      const area = height * width * draws.between(scale[0], scale[1]);
      const aspect = Math.exp(draws.between(Math.log(ratio[0]), Math.log(ratio[1])));
      const h = Math.round(Math.sqrt(area * aspect));
      const w = Math.round(Math.sqrt(area / aspect));
      if (h >= height || w >= width) continue;
      const top = draws.integer(0, height - h);
      const left = draws.integer(0, width - w);
      to.set(from);
      for (let channel = 0; channel < channels; channel++) {
        for (let y = top; y < top + h; y++) {
          const start = (channel * height + y) * width + left;
          to.fill(value, start, start + w);
        }
      }
      return true;
    }
    return false;
  };
}

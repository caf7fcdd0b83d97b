/** Enlarges a random part to the whole image. Draws, up to ten times until it fits: area, ratio; then top, left. */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import type { Draws } from '../random.ts';
import type { ImageShape, Transform } from './transform.ts';
import { warp } from './warp.ts';

export function randomResizedCrop(options: AugmentationOptions<'randomResizedCrop'>, shape: ImageShape): Transform {
  const [, height, width] = shape;
  return (from, to, draws) => {
    const part = choosePart(options, shape, draws);
    const matrix = [part.width / width, 0, part.left, 0, part.height / height, part.top] as const;
    warp(from, to, shape, matrix, { interpolation: 'bilinear', fill: 0 });
    return true;
  };
}

function choosePart({ scale, ratio }: AugmentationOptions<'randomResizedCrop'>, shape: ImageShape, draws: Draws) {
  const [, height, width] = shape;
  const [leastRatio, mostRatio] = ratio;
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * draws.between(scale[0], scale[1]);
    const aspect = Math.exp(draws.between(Math.log(leastRatio), Math.log(mostRatio)));
    const w = Math.round(Math.sqrt(area * aspect));
    const h = Math.round(Math.sqrt(area / aspect));
    if (w > 0 && w <= width && h > 0 && h <= height) {
      return { top: draws.integer(0, height - h), left: draws.integer(0, width - w), height: h, width: w };
    }
  }
  // Fallback, as in torchvision: the largest central part with an allowed ratio.
  const own = width / height;
  const w = own > mostRatio ? Math.round(height * mostRatio) : width;
  const h = own < leastRatio ? Math.round(width / leastRatio) : height;
  return { top: Math.floor((height - h) / 2), left: Math.floor((width - w) / 2), height: h, width: w };
}

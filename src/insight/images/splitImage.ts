import type { Split } from '../../data/dataSet.ts';

/** A copy of one image of a split. */
export function imageAt({ images }: Split, index: number): Uint8Array {
  const image = new Uint8Array(images.bytesEach);
  images.read(index, image);
  return image;
}

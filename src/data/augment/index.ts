/**
 * Augmentation of training images. The random draws for an image depend only on seed, epoch and image, so a resumed run
 * sees the same images as one that was never stopped.
 */
import type { AugmentationKind } from '../../cnn/record.ts';
import type { AugmentationOptions, AugmentationSpec } from '../../model/augmentation.ts';
import { Draws } from '../random.ts';
import { colorJitter } from './colorJitter.ts';
import { randomAffine, randomRotation } from './randomAffine.ts';
import { randomCrop } from './randomCrop.ts';
import { randomErasing } from './randomErasing.ts';
import { randomHorizontalFlip, randomVerticalFlip } from './randomFlip.ts';
import { randomResizedCrop } from './randomResizedCrop.ts';
import type { ImageShape, Transform } from './transform.ts';

type Makers = {
  readonly [K in AugmentationKind]: (options: AugmentationOptions<K>, shape: ImageShape) => Transform;
};

const makers: Makers = {
  randomCrop,
  randomResizedCrop,
  randomHorizontalFlip,
  randomVerticalFlip,
  randomRotation,
  randomAffine,
  colorJitter,
  randomErasing,
};

export class Augmenter {
  readonly #transforms: readonly Transform[];
  readonly #draws: Draws;
  readonly #scratch: Uint8Array;

  constructor(specs: readonly AugmentationSpec[], shape: ImageShape, seed: number) {
    this.#transforms = specs.map((spec) => transformOf(spec, shape));
    this.#draws = new Draws(seed, 'augment');
    this.#scratch = new Uint8Array(shape[0] * shape[1] * shape[2]);
  }

  /** Changes the image `[channels, height, width]` in place; `index` is its place in the training split. */
  apply(image: Uint8Array, index: number, epoch: number): void {
    this.#draws.begin(index, epoch);
    let from = image;
    let to = this.#scratch;
    for (const transform of this.#transforms) {
      if (transform(from, to, this.#draws)) [from, to] = [to, from];
    }
    if (from !== image) image.set(from);
  }
}

/** The transform that an augmentation's options describe. */
export function transformOf<K extends AugmentationKind>(
  { kind, options }: { readonly kind: K; readonly options: AugmentationOptions<K> },
  shape: ImageShape,
): Transform {
  return makers[kind](options, shape);
}

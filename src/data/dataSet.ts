/** A data set: images as bytes, which is how the training program takes them, and their labels. */
import * as l10n from '@vscode/l10n';
import type { AugmentationSpec } from '../model/augmentation.ts';
import type { Images } from './images.ts';
import { UserError } from './userError.ts';

export interface Split {
  readonly count: number;
  /** Each `[channels, height, width]`, 0 to 255. */
  readonly images: Images;
  /** The class of each image, from 0. */
  readonly labels: Uint8Array | Int32Array;
}

/** The images of a data source, before it is decided how to train on them. */
export interface ImageSet {
  /** `[channels, height, width]`. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly classNames: readonly string[];
  /** What the program does to a pixel of each channel: `pixel · scale + offset`. */
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  readonly train: Split;
  /** Held out: never trained on. */
  readonly validation: Split;
  /** Only for images in folders. */
  readonly heldOut?: HeldOut;
}

/** What is held out of a folder of images: whole folders, or files. Paths are relative to it and use `/`. */
export type HeldOut = { readonly train: string; readonly validation: string } | readonly string[];

export interface DataSet extends ImageSet {
  /** Random changes to training images, in this order. */
  readonly augment: readonly AugmentationSpec[];
}

/** Scale and offset of `(pixel / 255 − mean) / deviation`, by channel. */
export function standardisation(
  mean: readonly number[],
  deviation: readonly number[],
): Pick<DataSet, 'scale' | 'offset'> {
  return {
    scale: deviation.map((value) => 1 / (255 * value)),
    offset: deviation.map((value, channel) => -mean[channel]! / value),
  };
}

/** The inverse of `scalingOf`: mean and deviation from scale and offset. */
export function pixelStatistics({ scale, offset }: Pick<DataSet, 'scale' | 'offset'>) {
  const deviation = scale.map((value) => 1 / (255 * value));
  return { mean: deviation.map((value, channel) => 0 - offset[channel]! * value), deviation };
}

/** Mean and deviation of each channel over a split, of pixels from 0 to 1. A channel without contrast has deviation 1. */
export function statistics(split: Split, shape: DataSet['shape']): { mean: number[]; deviation: number[] } {
  const [channels, height, width] = shape;
  const area = height * width;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const image = new Uint8Array(split.images.bytesEach);
  for (let index = 0; index < split.count; index++) {
    split.images.read(index, image);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      let square = 0;
      for (let i = channel * area; i < (channel + 1) * area; i++) {
        const pixel = image[i]!;
        sum += pixel;
        square += pixel * pixel;
      }
      sums[channel]! += sum;
      squares[channel]! += square;
    }
  }
  const count = split.count * area;
  const mean = Array.from(sums, (sum) => sum / count / 255);
  const deviation = Array.from(squares, (square, channel) => {
    const average = sums[channel]! / count;
    return Math.sqrt(Math.max(0, square / count - average ** 2)) / 255 || 1;
  });
  return { mean, deviation };
}

/** Throws a `UserError` if the images do not have the model's input shape. */
export function checkShape(data: Pick<ImageSet, 'shape'>, input: readonly number[], where: string): void {
  if (data.shape.join() === input.join()) return;
  throw new UserError(
    'data-shape',
    l10n.t(
      'The model takes images of [{0}] (channels, height, width), but those of {1} are [{2}]. Set input: [{3}] in the model file.',
      input.join(', '),
      where,
      data.shape.join(', '),
      data.shape.join(', '),
    ),
  );
}

/** A name for every class of a model: the known ones, and numbers for the rest. */
export function nameClasses(known: readonly string[], classes: number): string[] {
  return Array.from({ length: classes }, (_, i) => known[i] ?? String(i));
}

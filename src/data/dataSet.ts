/** What a model is trained on: images and labels in memory, as bytes, the way the program takes them. */
import type { AugmentationSpec } from '../model/augmentation.ts';
import { UserError } from './userError.ts';

export interface Split {
  readonly count: number;
  /** `[count, channels, height, width]`, 0 to 255. */
  readonly images: Uint8Array;
  /** One class a image, from 0. */
  readonly labels: Uint8Array;
}

/** The images of a kind of data, before it is said how they are trained on. */
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
}

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

/** Mean and deviation of each channel over a split, of pixels from 0 to 1. A channel without contrast has deviation 1. */
export function statistics(split: Split, shape: DataSet['shape']): { mean: number[]; deviation: number[] } {
  const [channels, height, width] = shape;
  const area = height * width;
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let squares = 0;
    for (let image = 0; image < split.count; image++) {
      const start = (image * channels + channel) * area;
      for (let i = start; i < start + area; i++) {
        const pixel = split.images[i]!;
        sum += pixel;
        squares += pixel * pixel;
      }
    }
    const count = split.count * area;
    const average = sum / count;
    mean.push(average / 255);
    deviation.push(Math.sqrt(Math.max(0, squares / count - average ** 2)) / 255 || 1);
  }
  return { mean, deviation };
}

/** Throws where the images are not what the model takes in. */
export function checkShape(data: ImageSet, input: readonly number[], where: string): void {
  if (data.shape.join() === input.join()) return;
  throw new UserError(
    'data-shape',
    `The model takes images of [${input.join(', ')}] (channels, height, width), but those of ${where} are ` +
      `[${data.shape.join(', ')}]. Set input: [${data.shape.join(', ')}] in the model file.`,
  );
}

/** Names for every class of a model: those that are known, and numbers for the rest. */
export function nameClasses(known: readonly string[], classes: number): string[] {
  return Array.from({ length: classes }, (_, i) => known[i] ?? String(i));
}

/**
 * Random changes to training images, made anew in every epoch: the names, options and order of draws are those
 * of `torchvision.transforms`. Validation images are never changed.
 */
import { record } from './record.ts';
import type { Augmentation, Border } from './types.ts';

/** A number d for the range from −d to d, or `[least, most]`. */
export type Spread = number | readonly [least: number, most: number];

export interface RandomCropOptions {
  /** Pixels added on each side before a part of the image's own size is cut out at random. */
  readonly padding: Border;
  /** Value of the added pixels, 0 to 255. Default 0. */
  readonly fill?: number;
  /**
   * What is added: `fill` (`'constant'`), the outermost pixels (`'edge'`), or the image mirrored at them
   * (`'reflect'`). Default `'constant'`.
   */
  readonly paddingMode?: 'constant' | 'edge' | 'reflect';
}

/**
 * Shifts the image at random: pads it and cuts out a part of its size, as torchvision's `RandomCrop`.
 *
 * @remarks Teaches that a thing may lie a little elsewhere; with a flip, the usual augmentation of CIFAR-10.
 * @pytorch torchvision.transforms.RandomCrop
 * @keras layers.RandomCrop
 * @example
 * mnist({ augment: [randomCrop({ padding: 2 })] })
 */
export function randomCrop(options: RandomCropOptions): Augmentation {
  return record('augmentation', 'randomCrop', [options]);
}

export interface RandomResizedCropOptions {
  /** Range of the part's share of the image's area. Default `[0.08, 1]`. */
  readonly scale?: readonly [least: number, most: number];
  /** Range of the part's width divided by its height. Default `[3 / 4, 4 / 3]`. */
  readonly ratio?: readonly [least: number, most: number];
}

/**
 * Enlarges a part of random place, size and shape to the whole image, bilinearly, as torchvision's `RandomResizedCrop`.
 *
 * @remarks Teaches that a thing may be near or far and partly out of view: the usual augmentation of photographs.
 * @pytorch torchvision.transforms.RandomResizedCrop
 * @paper Szegedy et al., 2014. Going Deeper with Convolutions. arXiv:1409.4842
 */
export function randomResizedCrop(options?: RandomResizedCropOptions): Augmentation {
  return record('augmentation', 'randomResizedCrop', [options]);
}

/**
 * Mirrors left and right with the given probability.
 *
 * @remarks Twice the photographs for nothing, wherever left and right mean the same; not for digits or letters.
 * @param probability From 0 to 1. Default 0.5.
 * @pytorch torchvision.transforms.RandomHorizontalFlip
 * @keras layers.RandomFlip
 */
export function randomHorizontalFlip(probability?: number): Augmentation {
  return record('augmentation', 'randomHorizontalFlip', [probability]);
}

/**
 * Mirrors top and bottom with the given probability.
 *
 * @remarks For images without an up and down: microscopes, satellites.
 * @param probability From 0 to 1. Default 0.5.
 * @pytorch torchvision.transforms.RandomVerticalFlip
 * @keras layers.RandomFlip
 */
export function randomVerticalFlip(probability?: number): Augmentation {
  return record('augmentation', 'randomVerticalFlip', [probability]);
}

export interface WarpOptions {
  /** How values between pixels are found. Default `'nearest'`, as in torchvision; `'bilinear'` is smoother. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** Value of what comes from outside the image, 0 to 255. Default 0. */
  readonly fill?: number;
}

/**
 * Turns the image about its centre by an angle from −degrees to degrees, or from `[least, most]`. Angles run
 * counter-clockwise, as in torchvision's `RandomRotation`.
 *
 * @remarks For things that may stand at an angle; a few degrees for handwriting.
 * @param degrees Degrees: d for the range from −d to d, or `[least, most]`.
 * @pytorch torchvision.transforms.RandomRotation
 * @keras layers.RandomRotation
 */
export function randomRotation(degrees: Spread, options?: WarpOptions): Augmentation {
  return record('augmentation', 'randomRotation', [degrees, options]);
}

export interface RandomAffineOptions extends WarpOptions {
  /** Largest shift as a share of the width and of the height, from 0 to 1. Default none. */
  readonly translate?: readonly [horizontal: number, vertical: number];
  /** Range of the factor of size. Default none. */
  readonly scale?: readonly [least: number, most: number];
  /** Degrees of shear along the horizontal axis. Default none. */
  readonly shear?: Spread;
}

/**
 * Turns (clockwise), shifts, scales and shears about the centre, as torchvision's `RandomAffine`.
 *
 * @remarks Turning, shifting and scaling in one step, as for handwriting.
 * @param degrees Degrees: d for the range from −d to d, or `[least, most]`; 0 to turn nothing.
 * @pytorch torchvision.transforms.RandomAffine
 */
export function randomAffine(degrees: Spread, options?: RandomAffineOptions): Augmentation {
  return record('augmentation', 'randomAffine', [degrees, options]);
}

export interface ColorJitterOptions {
  /** Range of the factor of brightness: d means from max(0, 1 − d) to 1 + d. Default none. */
  readonly brightness?: Spread;
  /** The same of the contrast to the image's mean grey. Default none. */
  readonly contrast?: Spread;
  /** The same of the colours against grey; of no effect on images of one channel. Default none. */
  readonly saturation?: Spread;
  /**
   * Range of the turn of the colour wheel, from −0.5 to 0.5: d means from −d to d, and a third turns red to green;
   * of no effect on images of one channel. Default none.
   */
  readonly hue?: Spread;
}

/**
 * Changes brightness, contrast, saturation and hue in random order, as torchvision's `ColorJitter`.
 *
 * @remarks Teaches that light and colours differ from photograph to photograph.
 * @pytorch torchvision.transforms.ColorJitter
 */
export function colorJitter(options: ColorJitterOptions): Augmentation {
  return record('augmentation', 'colorJitter', [options]);
}

export interface RandomErasingOptions {
  /** Default 0.5. */
  readonly probability?: number;
  /** Range of the erased share of the area. Default `[0.02, 0.33]`. */
  readonly scale?: readonly [least: number, most: number];
  /** Range of the erased height divided by its width. Default `[0.3, 3.3]`. */
  readonly ratio?: readonly [least: number, most: number];
  /** What is put there, 0 to 255. Default 0. */
  readonly value?: number;
}

/**
 * Erases a random rectangle, as torchvision's `RandomErasing` (Zhong et al., 2017), before standardisation.
 *
 * @remarks Teaches not to rely on one part of a thing, which may be hidden.
 * @pytorch torchvision.transforms.RandomErasing
 * @keras layers.RandomErasing
 * @paper Zhong et al., 2017. Random Erasing Data Augmentation. arXiv:1708.04896
 */
export function randomErasing(options?: RandomErasingOptions): Augmentation {
  return record('augmentation', 'randomErasing', [options]);
}

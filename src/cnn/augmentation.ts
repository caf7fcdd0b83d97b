/**
 * Random changes to training images, made anew in every epoch: the names, options and order of draws are those
 * of `torchvision.transforms`. Validation images are never changed.
 */
import { record } from './record.ts';
import type { Augmentation, Border } from './types.ts';

/** A number d for the range from −d to d, or `[least, most]`. */
export type Spread = number | readonly [least: number, most: number];

export interface RandomCropOptions {
  /** Pixels added on each side before the random crop of the image's own size. */
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
 * Shifts the image at random: pads it and takes a random crop of its own size, as torchvision's `RandomCrop`.
 *
 * @remarks Makes the model robust to small shifts; together with a flip, the standard augmentation for CIFAR-10.
 * @pytorch torchvision.transforms.RandomCrop
 * @keras layers.RandomCrop
 * @example
 * mnist({ augment: [randomCrop({ padding: 2 })] })
 */
export function randomCrop(options: RandomCropOptions): Augmentation {
  return record('augmentation', 'randomCrop', [options]);
}

export interface RandomResizedCropOptions {
  /** Range of the crop's fraction of the image's area. Default `[0.08, 1]`. */
  readonly scale?: readonly [least: number, most: number];
  /** Range of the crop's aspect ratio, its width divided by its height. Default `[3 / 4, 4 / 3]`. */
  readonly ratio?: readonly [least: number, most: number];
}

/**
 * Crops a part of random position, size and aspect ratio and resizes it to the whole image, bilinearly, as
 * torchvision's `RandomResizedCrop`.
 *
 * @remarks Makes the model robust to objects that are near, far or partly out of view: the standard augmentation for
 * photographs.
 * @pytorch torchvision.transforms.RandomResizedCrop
 * @paper Szegedy et al., 2014. Going Deeper with Convolutions. arXiv:1409.4842
 */
export function randomResizedCrop(options?: RandomResizedCropOptions): Augmentation {
  return record('augmentation', 'randomResizedCrop', [options]);
}

/**
 * Mirrors left and right with the given probability.
 *
 * @remarks Doubles the training images at no cost where left and right are interchangeable; not for digits or letters.
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
 * @remarks For images without a top and bottom, such as microscope and satellite images.
 * @param probability From 0 to 1. Default 0.5.
 * @pytorch torchvision.transforms.RandomVerticalFlip
 * @keras layers.RandomFlip
 */
export function randomVerticalFlip(probability?: number): Augmentation {
  return record('augmentation', 'randomVerticalFlip', [probability]);
}

export interface WarpOptions {
  /** How values between pixels are interpolated. Default `'nearest'`, as in torchvision; `'bilinear'` is smoother. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** Value of pixels that come from outside the image, 0 to 255. Default 0. */
  readonly fill?: number;
}

/**
 * Rotates the image about its centre by an angle from −degrees to degrees, or from `[least, most]`. Angles run
 * counter-clockwise, as in torchvision's `RandomRotation`.
 *
 * @remarks For objects that may appear at an angle; a few degrees for handwriting.
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
  /** Range of the scale factor. Default none. */
  readonly scale?: readonly [least: number, most: number];
  /** Degrees of shear along the horizontal axis. Default none. */
  readonly shear?: Spread;
}

/**
 * Rotates (clockwise), shifts, scales and shears about the centre, as torchvision's `RandomAffine`.
 *
 * @remarks Rotation, shift and scale in one step, for example for handwriting.
 * @param degrees Degrees: d for the range from −d to d, or `[least, most]`; 0 for no rotation.
 * @pytorch torchvision.transforms.RandomAffine
 */
export function randomAffine(degrees: Spread, options?: RandomAffineOptions): Augmentation {
  return record('augmentation', 'randomAffine', [degrees, options]);
}

export interface ColorJitterOptions {
  /** Range of the brightness factor: d means from max(0, 1 − d) to 1 + d. Default none. */
  readonly brightness?: Spread;
  /** The same for contrast, relative to the image's mean grey. Default none. */
  readonly contrast?: Spread;
  /** The same for saturation, relative to grey; no effect on images with one channel. Default none. */
  readonly saturation?: Spread;
  /**
   * Range of the hue shift, as a fraction of the colour wheel from −0.5 to 0.5: d means from −d to d, and one third
   * turns red into green; no effect on images with one channel. Default none.
   */
  readonly hue?: Spread;
}

/**
 * Changes brightness, contrast, saturation and hue in random order, as torchvision's `ColorJitter`.
 *
 * @remarks Makes the model robust to differences in light and colour between photographs.
 * @pytorch torchvision.transforms.ColorJitter
 */
export function colorJitter(options: ColorJitterOptions): Augmentation {
  return record('augmentation', 'colorJitter', [options]);
}

export interface RandomErasingOptions {
  /** Default 0.5. */
  readonly probability?: number;
  /** Range of the erased fraction of the area. Default `[0.02, 0.33]`. */
  readonly scale?: readonly [least: number, most: number];
  /** Range of the erased rectangle's height divided by its width. Default `[0.3, 3.3]`. */
  readonly ratio?: readonly [least: number, most: number];
  /** Value of the erased pixels, 0 to 255. Default 0. */
  readonly value?: number;
}

/**
 * Erases a random rectangle, as torchvision's `RandomErasing` (Zhong et al., 2017), before standardisation.
 *
 * @remarks Keeps the model from relying on one part of an object, which may be hidden.
 * @pytorch torchvision.transforms.RandomErasing
 * @keras layers.RandomErasing
 * @paper Zhong et al., 2017. Random Erasing Data Augmentation. arXiv:1708.04896
 */
export function randomErasing(options?: RandomErasingOptions): Augmentation {
  return record('augmentation', 'randomErasing', [options]);
}

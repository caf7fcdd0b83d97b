/** Where images come from. A model file only describes them; nothing is read while it is evaluated. */
import { record } from './record.ts';
import type { Augmentation, Data, Size } from './types.ts';

export interface AugmentOptions {
  /**
   * Random changes to training images, applied in order and drawn again in every epoch:
   * `[randomCrop({ padding: 4 }), randomHorizontalFlip()]`. Default none.
   */
  readonly augment?: readonly Augmentation[];
}

export interface MnistOptions extends AugmentOptions {
  /**
   * Whether pixels, scaled to 0–1, are standardised with the training images' mean 0.1307 and standard
   * deviation 0.3081. Default `true`.
   */
  readonly standardize?: boolean;
}

/**
 * MNIST: handwritten digits, 1×28×28, in 10 classes; 60,000 for training and the official 10,000 test
 * images for validation. Comes with the extension. LeCun, Cortes & Burges, 1998.
 *
 * @remarks The first data set to try a network on: small, clean and included.
 * @pytorch torchvision.datasets.MNIST
 * @keras datasets.mnist
 * @paper LeCun, Bottou, Bengio & Haffner, 1998. Gradient-Based Learning Applied to Document Recognition.
 * doi:10.1109/5.726791
 */
export function mnist(options?: MnistOptions): Data {
  return record('data', 'mnist', [options]);
}

/** A pair of IDX files, as on the MNIST page; `.gz` files are unpacked. */
export interface IdxFiles {
  /** Images of 8-bit pixels: `[count, height, width]` or `[count, channels, height, width]`. */
  readonly images: string;
  /** 8-bit class numbers from 0: `[count]`. */
  readonly labels: string;
}

export interface IdxOptions extends AugmentOptions {
  /** Training images and labels. Paths are relative to the model file. */
  readonly train: IdxFiles;
  /** Validation images and labels. Paths are relative to the model file. */
  readonly validation: IdxFiles;
  /** Names of the classes in the order of their numbers. Default `0`, `1` … */
  readonly classNames?: readonly string[];
  /**
   * Whether pixels, scaled to 0–1, are standardised with the training images' own mean and standard
   * deviation. Default `true`.
   */
  readonly standardize?: boolean;
}

/**
 * Images in IDX files, the format of MNIST and similar data sets (Fashion-MNIST, EMNIST, KMNIST).
 *
 * @remarks Drop-in replacements for MNIST, and data sets of your own that were written as arrays.
 * @example
 * idx({
 *   train: { images: 'data/train-images-idx3-ubyte', labels: 'data/train-labels-idx1-ubyte' },
 *   validation: { images: 'data/t10k-images-idx3-ubyte', labels: 'data/t10k-labels-idx1-ubyte' },
 * })
 */
export function idx(options: IdxOptions): Data {
  return record('data', 'idx', [options]);
}

export interface ImageFolderOptions extends AugmentOptions {
  /**
   * Size of the images: `n` for n×n pixels, or `[height, width]`. Each image is resized to just cover it (bilinear,
   * antialiased), then cropped at the centre.
   */
  readonly size: Size;
  /**
   * Validation images: a fraction of each class, chosen by the training's seed; or a separate folder with the same
   * classes, relative to `path`. Default: the folder `val`, `valid`, `validation` or `test` if there is one beside
   * `train`, otherwise 0.2.
   */
  readonly validation?: number | string;
  /** 3 for red, green and blue; 1 for grey. Default 3. */
  readonly channels?: 1 | 3;
  /**
   * Whether pixels, scaled to 0–1, are standardised with the training images' own mean and standard
   * deviation. Default `true`.
   */
  readonly standardize?: boolean;
}

/**
 * PNG, JPEG, WebP, BMP and GIF files in folders, one folder per class, named after it; or such folders within `train`
 * and `val`, the layout of ImageNet and torchvision.
 *
 * @remarks Your own photographs, sorted into folders.
 * @param path The folder, relative to the model file.
 * @pytorch torchvision.datasets.ImageFolder
 * @keras utils.image_dataset_from_directory
 * @example
 * imageFolder('flowers', { size: 64, validation: 0.2, augment: [randomHorizontalFlip()] })
 */
export function imageFolder(path: string, options: ImageFolderOptions): Data {
  return record('data', 'imageFolder', [path, options]);
}

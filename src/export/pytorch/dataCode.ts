import type { AugmentationSpec } from '../../model/augmentation.ts';

/** Python code that reads the images and labels of a split. */
export interface DataCode {
  /** Default folder of the files. */
  readonly folder: string;
  /** Imports from Python's standard library: `import gzip`. */
  readonly imports: readonly string[];
  /** Imports from other packages: `from PIL import Image`. */
  readonly packages: readonly string[];
  /** Imports from `model.py`. */
  readonly facts: readonly string[];
  readonly constants: readonly string[];
  /** Functions that `train` and `validation` call. */
  readonly definitions: string;
  /** Further arguments of a `DataLoader`. */
  readonly loaderOptions: string;
  /** Expressions of `folder`, a Path. */
  readonly train: string;
  readonly validation: string;
  /** Augmentations of training images. */
  readonly augment: readonly AugmentationSpec[];
  /** A list of the held-out files, written beside the script. */
  readonly heldOutFiles: readonly string[] | null;
}

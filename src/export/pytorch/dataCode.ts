import type { AugmentationSpec } from '../../model/augmentation.ts';

/** Python that gives the images and labels of a split. */
export interface DataCode {
  /** Where the files are, unless the script is told otherwise. */
  readonly folder: string;
  /** Of Python's own modules: `import gzip`. */
  readonly imports: readonly string[];
  /** Of others: `from PIL import Image`. */
  readonly packages: readonly string[];
  /** What it takes from `model.py`. */
  readonly facts: readonly string[];
  readonly constants: readonly string[];
  /** Functions that `train` and `validation` call. */
  readonly definitions: string;
  /** More arguments of a `DataLoader`. */
  readonly loaderOptions: string;
  /** Expressions of `folder`, a Path. */
  readonly train: string;
  readonly validation: string;
  /** Random changes to training images. */
  readonly augment: readonly AugmentationSpec[];
  /** A list of the files held out, which goes beside the script. */
  readonly heldOutFiles: readonly string[] | null;
}

/** How an exported script reads the data that a model names. */
import path from 'node:path';
import { augmentations, idxOptions } from '../../data/load.ts';
import { mnistFiles, mnistFolder } from '../../data/mnist.ts';
import { UserError } from '../../data/userError.ts';
import type { AugmentationSpec } from '../../model/augmentation.ts';
import type { DataSpec } from '../../model/spec.ts';
import { pythonText } from './python.ts';

/** Python that gives the images and labels of a split. */
export interface DataCode {
  /** Where the files are, unless the script is told otherwise. */
  readonly folder: string;
  /** Of modules: `gzip`. */
  readonly imports: readonly string[];
  /** Functions that `split` calls. */
  readonly definitions: string;
  /** Expressions of `folder`, a Path. */
  readonly train: string;
  readonly validation: string;
  /** Random changes to training images. */
  readonly augment: readonly AugmentationSpec[];
}

const readingIdx = `def read_idx(file):
    """An IDX file, plain or gzipped, as a tensor of bytes."""
    data = file.read_bytes()
    if data[:2] == b"\\x1f\\x8b":
        data = gzip.decompress(data)
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(rank)]
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=4 + 4 * rank).reshape(shape)


def read_split(images, labels):
    """Images [count, channels, height, width] of bytes, with the number of each one's class."""
    images, labels = read_idx(images), read_idx(labels)
    if images.dim() == 3:
        images = images.unsqueeze(1)
    return TensorDataset(images, labels.long())`;

/** `null` for data that a script cannot read. */
export async function dataCode(spec: DataSpec, modelFolder: string): Promise<DataCode | null> {
  const { kind, options } = spec;
  const augment = augmentations(spec);
  const idx = (folder: string, train: readonly [string, string], validation: readonly [string, string]): DataCode => {
    const split = (files: readonly string[]) =>
      `read_split(${files.map((file) => `folder / ${pythonText(file)}`).join(', ')})`;
    const common = { folder, imports: ['gzip'], definitions: readingIdx, augment };
    return { ...common, train: split(train), validation: split(validation) };
  };
  switch (kind) {
    case 'mnist': {
      const { trainImages, trainLabels, validationImages, validationLabels } = mnistFiles;
      return idx(await mnistFolder(), [trainImages, trainLabels], [validationImages, validationLabels]);
    }
    case 'idx': {
      const { train, validation } = idxOptions(options);
      return idx(path.resolve(modelFolder), [train.images, train.labels], [validation.images, validation.labels]);
    }
    case 'imageFolder':
      // Scripts do not decode images yet.
      return null;
    default:
      throw new UserError('unknown-data', `This version of CNN Lab cannot export data: ${kind}(). Update CNN Lab.`);
  }
}

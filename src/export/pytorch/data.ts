/** How an exported script reads the data that a model names. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { HeldOut } from '../../data/dataSet.ts';
import { idxOptions } from '../../data/idx.ts';
import { augmentations } from '../../data/load.ts';
import { mnistFiles, mnistFolder } from '../../data/mnist.ts';
import { UserError } from '../../data/userError.ts';
import { readStoredImageFolder } from '../../model/data.ts';
import type { DataSpec } from '../../model/spec.ts';
import type { DataCode } from './dataCode.ts';
import { imageFolderCode } from './imageFolder.ts';
import { pythonText } from './python.ts';

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

/** `null` if too little is known of the data. */
export async function dataCode(spec: DataSpec, modelFolder: string, heldOut: HeldOut | null): Promise<DataCode | null> {
  const { kind, options } = spec;
  const augment = augmentations(spec);
  const idx = (folder: string, train: readonly [string, string], validation: readonly [string, string]): DataCode => {
    const split = (files: readonly string[]) =>
      `read_split(${files.map((file) => `folder / ${pythonText(file)}`).join(', ')})`;
    return {
      ...{ folder, imports: ['import gzip'], packages: ['from torch.utils.data import TensorDataset'], facts: [] },
      ...{ constants: [], definitions: readingIdx, loaderOptions: '', train: split(train) },
      ...{ validation: split(validation), augment, heldOutFiles: null },
    };
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
    case 'imageFolder': {
      const images = readStoredImageFolder(options);
      if (images === null || heldOut === null) return null;
      return imageFolderCode(images, path.resolve(modelFolder, images.path), heldOut, augment);
    }
    default:
      throw new UserError(
        'unknown-data',
        l10n.t('This version of CNN Lab cannot export data: {0}(). Update CNN Lab.', kind),
      );
  }
}

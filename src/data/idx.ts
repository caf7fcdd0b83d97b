/** The user's images in IDX files: `idx({ train: { images, labels }, validation: { images, labels } })`. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { DataSpec, Json } from '../model/spec.ts';
import { type ImageSet, nameClasses, standardisation, statistics } from './dataSet.ts';
import { readSplit } from './idxFile.ts';
import { UserError } from './userError.ts';

export interface IdxFiles {
  /** Absolute, or relative to the model file's folder. */
  readonly images: string;
  readonly labels: string;
}

export interface IdxOptions {
  readonly train: IdxFiles;
  readonly validation: IdxFiles;
  readonly classNames: readonly string[];
  /** Standardise by the training images' mean and deviation per channel; otherwise pixels are scaled to 0–1. */
  readonly standardize: boolean;
}

/** Reads the stored form of `idx({ … })` back. */
export function idxOptions(options: DataSpec['options']): IdxOptions {
  const { train, validation, classNames, standardize } = options;
  return {
    train: idxFiles(train, 'train'),
    validation: idxFiles(validation, 'validation'),
    classNames: Array.isArray(classNames) ? classNames.map(String) : [],
    standardize: standardize !== false,
  };
}

function idxFiles(files: Json | undefined, split: string): IdxFiles {
  if (typeof files === 'object' && files !== null && 'images' in files && 'labels' in files) {
    const { images, labels } = files;
    if (typeof images === 'string' && typeof labels === 'string') return { images, labels };
  }
  throw new UserError(
    'data-option',
    l10n.t("{0} must be { images: 'path', labels: 'path' } of IDX files.", `idx({ ${split} })`),
  );
}

/** `classes` is the model's number of classes; labels must be below it. */
export async function loadIdx(options: IdxOptions, modelFolder: string, classes: number): Promise<ImageSet> {
  const read = ({ images, labels }: IdxFiles) =>
    readSplit(path.resolve(modelFolder, images), path.resolve(modelFolder, labels), classes);
  const train = await read(options.train);
  const validation = await read(options.validation);
  checkSizes(options, train.shape, validation.shape);
  const { mean, deviation } = options.standardize
    ? statistics(train.split, train.shape)
    : { mean: Array<number>(train.shape[0]).fill(0), deviation: Array<number>(train.shape[0]).fill(1) };
  return {
    shape: train.shape,
    classNames: nameClasses(options.classNames, classes),
    ...standardisation(mean, deviation),
    train: train.split,
    validation: validation.split,
  };
}

/** Throws a `UserError` if the two splits have images of different sizes. */
export function checkSizes(
  { train, validation }: IdxOptions,
  learned: ImageSet['shape'],
  held: ImageSet['shape'],
): void {
  if (learned.join() === held.join()) return;
  throw new UserError(
    'data-shape',
    l10n.t(
      '{0} has images of {1}, but {2} of {3} (channels×height×width). Both must have the same size.',
      train.images,
      learned.join('×'),
      validation.images,
      held.join('×'),
    ),
  );
}

/** Images in folders, one folder a class: `imageFolder('flowers', { size: 64, validation: 0.2 })`. */

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ImageFolderOptions } from '../../model/data.ts';
import { type ImageSet, nameClasses, type Split, standardisation, statistics } from '../dataSet.ts';
import { type Images, SelectedImages } from '../images.ts';
import type { ImageSource } from '../source.ts';
import { UserError } from '../userError.ts';
import { type CacheOptions, cachedImages } from './cache.ts';
import type { ImageFile } from './listing.ts';
import { type LabelledFile, portable, splitFolder } from './split.ts';

/** Lists the folder; images are decoded only by `read`. `classes` is the model's number of classes. */
export async function openImageFolder(
  { path: folder, size, channels, validation, standardize }: ImageFolderOptions,
  modelFolder: string,
  classes: number,
  seed: number,
  memory?: CacheOptions['memory'],
): Promise<ImageSource> {
  const root = path.resolve(modelFolder, folder);
  const { classNames, train, validation: held, heldOut, notes } = await splitFolder(root, validation, seed);
  if (classNames.length > classes) {
    throw new UserError(
      'too-few-classes',
      l10n.t(
        "{0} has {1} classes ({2} …), but the model's last layer has {3} outputs. End the model with dense({4}).",
        root,
        classNames.length,
        classNames.slice(0, 3).join(', '),
        classes,
        classNames.length,
      ),
    );
  }
  const surplus = classes - classNames.length;
  const unused =
    surplus > 0 ? [l10n.t("{0}: {1} of the model's {2} outputs have no class there", root, surplus, classes)] : [];
  const shape = [channels, ...size] as const;
  return {
    shape,
    classNames: nameClasses(classNames, classes),
    trainImages: train.length,
    validationImages: held.length,
    fingerprint: fingerprint(root, [...train, ...held]),
    notes: [...notes, ...unused],
    async read(options): Promise<ImageSet> {
      const all = [...train, ...held].sort((a, b) => (a.file < b.file ? -1 : 1));
      // Files keep their paths as written; the root is resolved, so that a folder reached through links has one cache.
      const files: ImageFile[] = all.map(({ file, size: bytes, modified }) => ({ file, size: bytes, modified }));
      const images = await cachedImages(await realpath(root), files, shape, { ...options, modelFolder, memory });
      const places = new Map(all.map(({ file }, index) => [file, index]));
      const trained = select(images, train, places);
      const { mean, deviation } = standardize
        ? statistics(trained, shape)
        : { mean: new Array<number>(channels).fill(0), deviation: new Array<number>(channels).fill(1) };
      return {
        shape,
        classNames: nameClasses(classNames, classes),
        ...standardisation(mean, deviation),
        train: trained,
        validation: select(images, held, places),
        heldOut,
      };
    },
  };
}

function select(images: Images, files: readonly LabelledFile[], places: ReadonlyMap<string, number>): Split {
  return {
    count: files.length,
    images: new SelectedImages(
      images,
      Uint32Array.from(files, ({ file }) => places.get(file)!),
    ),
    labels: Int32Array.from(files, ({ label }) => label),
  };
}

/** Fingerprint of names and sizes, which survive copying the folder. */
function fingerprint(root: string, files: readonly ImageFile[]): string {
  const lines = files.map(({ file, size }) => `${portable(root, file)} ${size}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

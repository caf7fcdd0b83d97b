/** Which images of a folder are trained on, and which are held out. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { HeldOut } from '../dataSet.ts';
import { permutation } from '../random.ts';
import { UserError } from '../userError.ts';
import { type ImageClass, type ImageFile, type Listing, listClasses, listFolder } from './listing.ts';

export interface LabelledFile extends ImageFile {
  /** Class, from 0. */
  readonly label: number;
}

export interface FolderSplit {
  readonly classNames: readonly string[];
  readonly train: readonly LabelledFile[];
  readonly validation: readonly LabelledFile[];
  readonly heldOut: HeldOut;
  readonly notes: readonly string[];
}

/** Names of folders that are held out, where nothing else is said; the first that is there. */
const heldOutNames = ['val', 'valid', 'validation', 'test'] as const;

/** The share held out where there is no such folder. */
const defaultShare = 0.2;

/** `validation`: a share of each class, or a folder from `root`; `null` is what the folder looks like. */
export async function splitFolder(
  root: string,
  validation: number | string | null,
  seed: number,
): Promise<FolderSplit> {
  if (typeof validation === 'string') return splitByFolder(root, path.resolve(root, validation));
  const standard = await standardFolder(root);
  if (standard !== null && validation === null) return splitByFolder(root, standard);
  if (standard !== null) {
    throw new UserError(
      'data-layout',
      l10n.t(
        '{0} has the folders train and {1}, and validation is {2}. Leave validation out to use both as they are, or give imageFolder the path of train alone.',
        root,
        path.basename(standard),
        String(validation),
      ),
    );
  }
  return splitByShare(await listClasses(root), root, validation ?? defaultShare, seed);
}

/** The folder held out beside `train`; `null` where the folders are classes, one of which may be called so. */
async function standardFolder(root: string): Promise<string | null> {
  const folders = (await listFolder(root)).filter(({ kind }) => kind === 'folder').map(({ name }) => name);
  const heldOut = heldOutNames.find((name) => folders.includes(name));
  if (heldOut === undefined || !folders.includes('train') || !(await holdsFolders(path.join(root, 'train'))))
    return null;
  return path.join(root, heldOut);
}

async function holdsFolders(folder: string): Promise<boolean> {
  const entries = await listFolder(folder);
  return entries.length > 0 && entries.some(({ kind }) => kind === 'folder');
}

/** Training images are in `train`, or, without one, in all folders but the one held out. */
async function splitByFolder(root: string, heldOut: string): Promise<FolderSplit> {
  const train = path.join(root, 'train');
  const hasTrain = (await isFolder(train)) && train !== heldOut && (await holdsFolders(train));
  const learned = await listClasses(hasTrain ? train : root, [heldOut]);
  const held = await listClasses(heldOut);
  const classNames = learned.classes.map(({ name }) => name);
  checkClasses(learned.classes, hasTrain ? train : root);
  const strange = held.classes.find(({ name }) => !classNames.includes(name));
  if (strange) {
    throw new UserError(
      'class-unknown',
      l10n.t(
        '{0} is no class of {1}, which has {2}. Held-out images need the same classes.',
        path.join(heldOut, strange.name),
        hasTrain ? train : root,
        listed(classNames),
      ),
    );
  }
  const labelled = ({ name, files }: ImageClass) => files.map((file) => ({ ...file, label: classNames.indexOf(name) }));
  const validation = held.classes.flatMap(labelled);
  if (validation.length === 0)
    throw new UserError('folder-empty', l10n.t('{0} has no images to validate on.', heldOut));
  const missing = classNames.filter((name) => !held.classes.some((one) => one.name === name && one.files.length > 0));
  const notes = [...learned.notes, ...held.notes];
  if (missing.length > 0)
    notes.push(l10n.t('{0} has no images of {1}: they are not validated', heldOut, listed(missing)));
  const heldOutFolders = { train: portable(root, hasTrain ? train : root), validation: portable(root, heldOut) };
  return { classNames, train: learned.classes.flatMap(labelled), validation, heldOut: heldOutFolders, notes };
}

/** The same share of each class, at least one image and never all. */
function splitByShare({ classes, notes }: Listing, root: string, share: number, seed: number): FolderSplit {
  checkClasses(classes, root);
  const train: LabelledFile[] = [];
  const validation: LabelledFile[] = [];
  for (const [label, { name, files }] of classes.entries()) {
    if (files.length < 2) {
      throw new UserError(
        'class-small',
        l10n.t(
          '{0} has one image: there must be one to train on and one to validate on. Add some, or name a folder of held-out images: validation.',
          path.join(root, name),
        ),
      );
    }
    const held = Math.min(files.length - 1, Math.max(1, Math.round(files.length * share)));
    const order = permutation({ seed, purpose: 'split', stream: label, step: 0 }, files.length);
    const isHeld = new Set(order.subarray(0, held));
    for (const [index, file] of files.entries()) (isHeld.has(index) ? validation : train).push({ ...file, label });
  }
  const heldOut = validation.map(({ file }) => portable(root, file));
  return { classNames: classes.map(({ name }) => name), train, validation, heldOut, notes };
}

/** From `root`, as it is written on every system. */
export const portable = (root: string, file: string): string => path.relative(root, file).replaceAll(path.sep, '/');

function checkClasses(classes: readonly ImageClass[], root: string): void {
  const empty = classes.filter(({ files }) => files.length === 0).map(({ name }) => name);
  if (empty.length > 0) {
    throw new UserError(
      'class-empty',
      l10n.t(
        '{0} has no images of {1}: every folder is a class, and needs PNG, JPEG, WebP, BMP or GIF files. Add some, or remove the folder.',
        root,
        listed(empty),
      ),
    );
  }
  if (classes.length < 2) {
    throw new UserError(
      'one-class',
      l10n.t(
        '{0} has one class, {1}: there is nothing to tell apart. Make a folder for each class.',
        root,
        classes[0]?.name ?? '',
      ),
    );
  }
}

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Which images of a folder are for training, and which are held out. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { HeldOut } from '../dataSet.ts';
import { permutation } from '../random.ts';
import { UserError } from '../userError.ts';
import { type ImageClass, type ImageFile, listClasses, listFolder } from './listing.ts';

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

/** Names of the validation folder if the model does not name one; the first that exists counts. */
const heldOutNames = ['val', 'valid', 'validation', 'test'] as const;

/** The share held out if there is no such folder. */
const defaultShare = 0.2;

export const shareOf = (validation: number | string | null): number =>
  typeof validation === 'number' ? validation : defaultShare;

/** How many images of a class are held out: at least one, never all. */
export const heldImages = (images: number, share: number): number =>
  Math.min(images - 1, Math.max(1, Math.round(images * share)));

/** The roles of folders; see `imageFolder` for what `validation` may be. */
export interface Layout {
  /** Contains the training classes. */
  readonly learned: string;
  /** Contains the held-out classes; `null` to hold out a share of each class. */
  readonly heldOut: string | null;
}

export async function layoutOf(root: string, validation: number | string | null): Promise<Layout> {
  if (typeof validation === 'string') return besideTrain(root, path.resolve(root, validation));
  const standard = await standardFolder(root);
  if (standard !== null && validation === null) return besideTrain(root, standard);
  if (standard !== null) {
    throw new UserError(
      'data-layout',
      l10n.t(
        '{0} has the folders train and {1}, and validation is {2}. Remove validation to use both as they are, or give imageFolder the path of train alone.',
        root,
        path.basename(standard),
        String(validation),
      ),
    );
  }
  return { learned: root, heldOut: null };
}

/** Training images are in `train` or, without it, in all folders but the held-out one. */
async function besideTrain(root: string, heldOut: string): Promise<Layout> {
  const train = path.join(root, 'train');
  const hasTrain = (await isFolder(train)) && train !== heldOut && (await holdsFolders(train));
  return { learned: hasTrain ? train : root, heldOut };
}

/** `validation`: a share of each class, or a folder relative to `root`; `null` decides by the folder's layout. */
export async function splitFolder(
  root: string,
  validation: number | string | null,
  seed: number,
): Promise<FolderSplit> {
  const { learned, heldOut } = await layoutOf(root, validation);
  if (heldOut !== null) return splitByFolder(root, learned, heldOut);
  return splitByShare(root, shareOf(validation), seed);
}

/** The validation folder beside `train`; `null` if the folders are classes, one of which may have such a name. */
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

async function splitByFolder(root: string, folder: string, heldOut: string): Promise<FolderSplit> {
  const learned = await listClasses(folder, [heldOut]);
  const held = await listClasses(heldOut);
  const classNames = learned.classes.map(({ name }) => name);
  checkClasses(learned.classes.map(counted), folder);
  checkHeldOut(
    held.classes.map(({ name }) => name),
    heldOut,
    classNames,
    folder,
  );
  const labelled = ({ name, files }: ImageClass) => files.map((file) => ({ ...file, label: classNames.indexOf(name) }));
  const validation = held.classes.flatMap(labelled);
  if (validation.length === 0) throw nothingHeldOut(heldOut);
  const missing = classNames.filter((name) => !held.classes.some((one) => one.name === name && one.files.length > 0));
  const notes = [...learned.notes, ...held.notes];
  if (missing.length > 0)
    notes.push(l10n.t('{0} has no images of {1}: they are not validated', heldOut, listed(missing)));
  const heldOutFolders = { train: portable(root, folder), validation: portable(root, heldOut) };
  return { classNames, train: learned.classes.flatMap(labelled), validation, heldOut: heldOutFolders, notes };
}

/** Holds out the same share of each class. */
async function splitByShare(root: string, share: number, seed: number): Promise<FolderSplit> {
  const { classes, notes } = await listClasses(root);
  checkClasses(classes.map(counted), root);
  checkShares(classes.map(counted), root);
  const train: LabelledFile[] = [];
  const validation: LabelledFile[] = [];
  for (const [label, { files }] of classes.entries()) {
    const held = heldImages(files.length, share);
    const order = permutation({ seed, purpose: 'split', stream: label, step: 0 }, files.length);
    const isHeld = new Set(order.subarray(0, held));
    for (const [index, file] of files.entries()) (isHeld.has(index) ? validation : train).push({ ...file, label });
  }
  const heldOut = validation.map(({ file }) => portable(root, file));
  return { classNames: classes.map(({ name }) => name), train, validation, heldOut, notes };
}

/** Relative to `root`, with `/` on every system. */
export const portable = (root: string, file: string): string => path.relative(root, file).replaceAll(path.sep, '/');

/** A class and the number of its images, as far as counted. */
export interface CountedClass {
  readonly name: string;
  readonly images: number;
}

const counted = ({ name, files }: ImageClass): CountedClass => ({ name, images: files.length });

/** Throws a `UserError` if there are fewer than two classes, or one without images. */
export function checkClasses(classes: readonly CountedClass[], root: string): void {
  const empty = classes.filter(({ images }) => images === 0).map(({ name }) => name);
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
        '{0} has only one class, {1}: there is nothing to classify. Create a folder for each class.',
        root,
        classes[0]?.name ?? '',
      ),
    );
  }
}

/** Throws a `UserError` if a class is too small to hold out a share of it. */
export function checkShares(classes: readonly CountedClass[], root: string): void {
  const small = classes.find(({ images }) => images < 2);
  if (!small) return;
  throw new UserError(
    'class-small',
    l10n.t(
      '{0} has only one image: at least one is needed to train on and one to validate on. Add images, or name a folder of validation images: validation.',
      path.join(root, small.name),
    ),
  );
}

/** Throws a `UserError` if the held-out classes `names` in `heldOut` are not all among those in `learned`. */
export function checkHeldOut(
  names: readonly string[],
  heldOut: string,
  classNames: readonly string[],
  learned: string,
): void {
  const strange = names.find((name) => !classNames.includes(name));
  if (strange === undefined) return;
  throw new UserError(
    'class-unknown',
    l10n.t(
      '{0} is not a class of {1}, which has {2}. Validation images need the same classes.',
      path.join(heldOut, strange),
      learned,
      listed(classNames),
    ),
  );
}

export const nothingHeldOut = (heldOut: string): UserError =>
  new UserError('folder-empty', l10n.t('{0} has no images to validate on.', heldOut));

const listed = (names: readonly string[]): string =>
  names.length > 5 ? l10n.t('{0} and {1} more', names.slice(0, 5).join(', '), names.length - 5) : names.join(', ');

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

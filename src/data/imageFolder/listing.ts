/** The classes of a folder and the image files of each, in an order that is the same on every system. */

import type { Dirent } from 'node:fs';
import { opendir, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../../model/format.ts';
import { systemCode } from '../files.ts';
import { UserError } from '../userError.ts';

export interface ImageFile {
  /** Absolute path. */
  readonly file: string;
  readonly size: number;
  readonly modified: number;
}

export interface ImageClass {
  readonly name: string;
  readonly files: readonly ImageFile[];
}

export interface Listing {
  /** By name, in code point order, as by Python's `sorted`. */
  readonly classes: readonly ImageClass[];
  /** Files that were skipped. */
  readonly notes: readonly string[];
}

export const imageSuffixes = ['png', 'jpg', 'jpeg', 'jfif', 'webp', 'bmp', 'gif'] as const;
const readable = new RegExp(`\\.(${imageSuffixes.join('|')})$`, 'i');
/** Images that we cannot decode. Skipping them silently would train on less than the user sees. */
const otherImages = /\.(tiff?|heic|heif|avif|jxl|jp2|p[bgp]m|ico|svg)$/i;

/** Hidden files and litter of archives: `.DS_Store`, `.ipynb_checkpoints`, `._photo.jpg`, `__MACOSX`. */
const isLitter = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';

export interface Entry {
  readonly name: string;
  readonly kind: 'folder' | 'file';
}

/** The entries of a folder, following links, without litter. Throws a `UserError` if it is not a folder. */
export async function listFolder(folder: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
  const kept = entries.filter(({ name }) => !isLitter(name));
  const kinds = await Promise.all(kept.map((entry) => entryOf(folder, entry)));
  return kinds.sort((a, b) => compare(a.name, b.name));
}

async function entryOf(folder: string, entry: Dirent): Promise<Entry> {
  const linked = entry.isSymbolicLink() ? await statOf(path.join(folder, entry.name)) : entry;
  return { name: entry.name, kind: linked.isDirectory() ? 'folder' : 'file' };
}

function unreadable(folder: string, error: unknown): UserError {
  const code = systemCode(error);
  const what =
    code === 'ENOENT'
      ? l10n.t('there is no such folder')
      : code === 'ENOTDIR'
        ? l10n.t('it is a file, not a folder')
        : String(code);
  const remedy = l10n.t("Data paths are relative to the model file's folder.");
  return new UserError('data-missing', l10n.t('Cannot read {0}: {1}. {2}', folder, what, remedy), { cause: error });
}

export interface ClassFolders {
  /** Names of the classes, in code point order, as by Python's `sorted`. */
  readonly names: readonly string[];
  /** Files beside them. */
  readonly files: readonly string[];
}

/** The classes in `root`, one per folder, without the folders `except` (absolute paths). Their content is not read. */
export async function listClassFolders(root: string, except: readonly string[] = []): Promise<ClassFolders> {
  const entries = await listFolder(root);
  const folders = entries.filter(({ name, kind }) => kind === 'folder' && !except.includes(path.join(root, name)));
  const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => path.join(root, name));
  if (folders.length === 0) throw noClasses(root, files.filter((file) => readable.test(file)).length);
  return { names: folders.map(({ name }) => name), files };
}

/** Lists the images of the classes in `root`, without the folders `except` (absolute paths). */
export async function listClasses(root: string, except: readonly string[] = []): Promise<Listing> {
  const { names, files: beside } = await listClassFolders(root, except);
  const passedOver = [...beside];
  const classes: ImageClass[] = [];
  for (const name of names) {
    const files: ImageFile[] = [];
    await collect(path.join(root, name), files, passedOver, new Set());
    classes.push({ name, files });
  }
  const others = passedOver.filter((file) => otherImages.test(file));
  if (others.length > 0) {
    throw new UserError(
      'image-format',
      l10n.t(
        '{0} in {1} cannot be read, the first {2}. Convert them to PNG, JPEG or WebP, or remove them.',
        imageCount(others.length),
        root,
        others[0]!,
      ),
    );
  }
  const notes =
    passedOver.length > 0
      ? [
          l10n.t(
            '{0}: files skipped because they are not images of a class, {1} in total: {2}',
            root,
            passedOver.length,
            some(passedOver),
          ),
        ]
      : [];
  return { classes, notes };
}

/** Image files of a class, including those in nested folders. Link cycles are followed once. */
async function collect(folder: string, files: ImageFile[], others: string[], seen: Set<string>): Promise<void> {
  const real = await realpath(folder);
  if (seen.has(real)) return;
  seen.add(real);
  const entries = await listFolder(folder);
  const images: string[] = [];
  for (const { name, kind } of entries) {
    const file = path.join(folder, name);
    if (kind === 'folder') await collect(file, files, others, seen);
    else if (readable.test(name)) images.push(file);
    else others.push(file);
  }
  // In parallel: the system looks them up concurrently.
  const stats = await Promise.all(images.map(statOf));
  files.push(...images.map((file, i) => ({ file, size: stats[i]!.size, modified: stats[i]!.mtimeMs })));
}

/** How many more folder entries may be visited. */
export interface Budget {
  entries: number;
}

/**
 * Counts the images of a class, including nested folders, up to `most`: a class of a million files is not listed to
 * find the first one. If the budget runs out before, `most` is assumed.
 */
export async function countImages(
  folder: string,
  most: number,
  budget: Budget,
  seen = new Set<string>(),
): Promise<number> {
  const real = await realpath(folder);
  if (seen.has(real)) return 0;
  seen.add(real);
  const within: string[] = [];
  let count = 0;
  for await (const entry of await openFolder(folder)) {
    if (budget.entries-- <= 0) return most;
    if (isLitter(entry.name)) continue;
    const { name, kind } = await entryOf(folder, entry);
    if (kind === 'folder') within.push(path.join(folder, name));
    else if (readable.test(name) && ++count === most) return count;
  }
  for (const inner of within) {
    count += await countImages(inner, most - count, budget, seen);
    if (count === most) break;
  }
  return count;
}

async function openFolder(folder: string) {
  try {
    return await opendir(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    const what = systemCode(error) === 'ENOENT' ? l10n.t('it is a link that leads nowhere') : String(systemCode(error));
    throw new UserError('data-missing', l10n.t('Cannot read {0}: {1}. Fix or remove it.', file, what), {
      cause: error,
    });
  }
}

function noClasses(root: string, images: number): UserError {
  const what =
    images > 0
      ? l10n.t(
          '{0} has {1} but no folders. Put the images of each class into a folder named after it.',
          root,
          imageCount(images),
        )
      : l10n.t('{0} is empty: it has no folders of images. Create one for each class.', root);
  return new UserError('folder-empty', what);
}

/** Compares by code points; JavaScript compares UTF-16 units. */
function compare(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length - right.length;
  if (at >= right.length) return 1;
  return left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
}

const imageCount = (n: number): string => (n === 1 ? l10n.t('1 image') : l10n.t('{0} images', formatCount(n)));

const some = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');

/**
 * A look at the files of a model's data, as far as training goes before it reads images, and by the same code: how
 * many classes there are, what size the images have, and what would stop training. It is cheap enough for an editor:
 * of a folder it lists the classes and finds an image or two of each, of IDX files it reads headers and labels.
 */

import path from 'node:path';
import { readStoredImageFolder } from '../model/data.ts';
import { type Findings, filesOf, type Trouble } from '../model/findings.ts';
import type { Path } from '../model/problem.ts';
import type { DataSpec, Shape } from '../model/spec.ts';
import { systemCode } from './files.ts';
import { checkSizes, idxOptions } from './idx.ts';
import { checkCounts, checkLabels, type ImageDimensions, imageDimensions, readIdx, readIdxHeader } from './idxFile.ts';
import { type Budget, countImages, listClassFolders } from './imageFolder/listing.ts';
import {
  type CountedClass,
  checkClasses,
  checkHeldOut,
  checkShares,
  layoutOf,
  nothingHeldOut,
} from './imageFolder/split.ts';
import { UserError } from './userError.ts';

/**
 * Of entries in class folders, a few in each of many thousands. A path that is half typed may be the root of the disk,
 * and what is not found so far training finds out.
 */
const mostEntries = 100_000;

/** What has been found so far. */
interface Look {
  classes: number | null;
  shape: Shape | null;
  /** The option to blame for what goes wrong now. */
  option: Path;
  readonly places: string[];
}

/** `null` of data that comes with the product: there is nothing to look for. */
export async function lookAtData(data: DataSpec, modelFolder: string): Promise<Findings | null> {
  const files = filesOf(data);
  if (files === null) return null;
  const look: Look = { classes: null, shape: null, option: [], places: [] };
  const trouble = await lookAt(data, modelFolder, look).then(
    () => null,
    (error: unknown) => troubleOf(error, look.option),
  );
  const { classes, shape, places } = look;
  return { files, classes, shape, places, trouble };
}

function troubleOf(error: unknown, option: Path): Trouble {
  if (!(error instanceof UserError)) throw error;
  const { code, message, cause } = error;
  const isAbsent = code === 'data-missing' && systemCode(cause) === 'ENOENT';
  return {
    code: isAbsent ? 'data-missing' : 'data-unusable',
    message,
    // A share, where there is a folder to hold out.
    option: code === 'data-layout' ? ['validation'] : option,
  };
}

async function lookAt(data: DataSpec, modelFolder: string, look: Look): Promise<void> {
  if (data.kind === 'idx') return lookAtIdx(data.options, modelFolder, look);
  const folder = readStoredImageFolder(data.options);
  if (folder) await lookAtFolder(path.resolve(modelFolder, folder.path), folder.validation, look);
}

async function lookAtFolder(root: string, validation: number | string | null, look: Look): Promise<void> {
  look.places.push(root);
  look.option = ['path'];
  const { learned, heldOut } = await layoutOf(root, validation);
  const { names } = await listClassFolders(learned, heldOut === null ? [] : [heldOut]);
  look.classes = names.length;
  const budget = { entries: mostEntries };
  // A share of a class leaves one image to train on and holds one out.
  const counted = await countEach(learned, names, heldOut === null ? 2 : 1, budget);
  checkClasses(counted, learned);
  if (heldOut === null) return checkShares(counted, learned);

  look.places.push(heldOut);
  if (typeof validation === 'string') look.option = ['validation'];
  const held = await listClassFolders(heldOut);
  checkHeldOut(held.names, heldOut, names, learned);
  for (const name of held.names) if ((await countImages(path.join(heldOut, name), 1, budget)) > 0) return;
  throw nothingHeldOut(heldOut);
}

/** One folder after another: a disk that does not answer holds up one thread of the process, not all of them. */
async function countEach(
  root: string,
  names: readonly string[],
  most: number,
  budget: Budget,
): Promise<CountedClass[]> {
  const counted: CountedClass[] = [];
  for (const name of names) counted.push({ name, images: await countImages(path.join(root, name), most, budget) });
  return counted;
}

async function lookAtIdx(stored: DataSpec['options'], modelFolder: string, look: Look): Promise<void> {
  const options = idxOptions(stored);
  const lookAtSplit = async (split: 'train' | 'validation'): Promise<ImageDimensions> => {
    const images = path.resolve(modelFolder, options[split].images);
    const labels = path.resolve(modelFolder, options[split].labels);
    look.places.push(images, labels);
    look.option = [split, 'images'];
    const found = imageDimensions(await readIdxHeader(images));
    look.shape ??= found.shape;
    look.option = [split, 'labels'];
    // Images, given in their place, are not read.
    checkLabels(await readIdxHeader(labels));
    const { values } = await readIdx(labels);
    checkCounts(images, found.count, labels, values.length);
    look.classes = values.reduce((most, label) => Math.max(most, label + 1), look.classes ?? 0);
    return found;
  };
  const train = await lookAtSplit('train');
  const validation = await lookAtSplit('validation');
  look.option = ['validation', 'images'];
  checkSizes(options, train.shape, validation.shape);
}

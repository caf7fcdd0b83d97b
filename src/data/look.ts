/**
 * A look at the files of a model's data: how many classes there are, what size the images have, and what would stop
 * training. It runs training's own code up to the point where images are read, and is cheap enough for an editor: it
 * lists the classes of a folder and finds an image or two in each, or reads headers and labels of IDX files.
 */

import path from 'node:path';
import { readStoredImageFolder } from '../model/data.ts';
import { type Findings, filesOf, type ImageCounts, type Trouble } from '../model/findings.ts';
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
  heldImages,
  layoutOf,
  nothingHeldOut,
  shareOf,
} from './imageFolder/split.ts';
import { UserError } from './userError.ts';

/**
 * Budget of folder entries: a few in each of many thousand classes. A half-typed path may be the root of the disk;
 * training itself finds what the budget misses.
 */
const mostEntries = 100_000;

/** The same for counting all images, which training's memory depends on. */
const mostCounted = 20_000;

/** What has been found so far. */
interface Look {
  classes: number | null;
  shape: Shape | null;
  images: ImageCounts | null;
  /** The option to blame if something goes wrong now. */
  option: Path;
  readonly places: string[];
}

/** `null` for data that comes with the extension. */
export async function lookAtData(data: DataSpec, modelFolder: string): Promise<Findings | null> {
  const files = filesOf(data);
  if (files === null) return null;
  const look: Look = { classes: null, shape: null, images: null, option: [], places: [] };
  const trouble = await lookAt(data, modelFolder, look).then(
    () => null,
    (error: unknown) => troubleOf(error, look.option),
  );
  const { classes, shape, images, places } = look;
  return { files, classes, shape, images, places, trouble };
}

function troubleOf(error: unknown, option: Path): Trouble {
  if (!(error instanceof UserError)) throw error;
  const { code, message, cause } = error;
  const isAbsent = code === 'data-missing' && systemCode(cause) === 'ENOENT';
  return {
    code: isAbsent ? 'data-missing' : 'data-unusable',
    message,
    // A share is given, although there is a folder to hold out.
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
  const budget = { entries: mostEntries, counted: mostCounted };
  // Splitting a class needs one image to train on and one to hold out.
  const classes = await countEach(learned, names, heldOut === null ? 2 : 1, budget);
  checkClasses(classes, learned);
  if (heldOut === null) {
    checkShares(classes, learned);
    const share = shareOf(validation);
    const validationImages = sum(classes, ({ images }) => heldImages(images, share));
    look.images = imageCounts(sum(classes, ({ images }) => images) - validationImages, validationImages, budget);
    return;
  }

  look.places.push(heldOut);
  if (typeof validation === 'string') look.option = ['validation'];
  const held = await listClassFolders(heldOut);
  checkHeldOut(held.names, heldOut, names, learned);
  const heldClasses = await countEach(heldOut, held.names, 1, budget);
  const validationImages = sum(heldClasses, ({ images }) => images);
  if (validationImages === 0) throw nothingHeldOut(heldOut);
  look.images = imageCounts(
    sum(classes, ({ images }) => images),
    validationImages,
    budget,
  );
}

const sum = (classes: readonly CountedClass[], of: (counted: CountedClass) => number): number =>
  classes.reduce((total, counted) => total + of(counted), 0);

const imageCounts = (trainImages: number, validationImages: number, { counted }: CountingBudget): ImageCounts | null =>
  counted < 0 ? null : { trainImages, validationImages };

/** How many entries may be visited to count all images; once it is used up, classes are counted as far as needed. */
interface CountingBudget extends Budget {
  counted: number;
}

/**
 * Counts the images of classes: all while there is budget for that, then up to `most`. One folder at a time, so that a
 * disk that does not answer blocks only one of the process's threads.
 */
async function countEach(
  root: string,
  names: readonly string[],
  most: number,
  budget: CountingBudget,
): Promise<CountedClass[]> {
  const counted: CountedClass[] = [];
  for (const name of names) {
    const folder = path.join(root, name);
    const all = { entries: budget.counted };
    const images = budget.counted < 0 ? 0 : await countImages(folder, Number.POSITIVE_INFINITY, all);
    budget.counted = all.entries;
    counted.push({ name, images: all.entries < 0 ? await countImages(folder, most, budget) : images });
  }
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
    // The header first, so that a file of images given as labels is not read.
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
  look.images = { trainImages: train.count, validationImages: validation.count };
}

/**
 * IDX files, the format of MNIST (Y. LeCun, "The MNIST database of handwritten digits"), plain or
 * gzipped: two zero bytes, a byte for the type of the values, a byte for the number of dimensions, each
 * dimension as a big-endian 32-bit number, then the values. Unsigned bytes (0x08) only.
 */

import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { DataSet, Split } from './dataSet.ts';
import { MemoryImages } from './images.ts';
import { UserError } from './userError.ts';

export interface IdxFile {
  readonly file: string;
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
  /** Byte of the (unpacked) file at which the values begin. */
  readonly offset: number;
}

function typeName(type: number): string {
  switch (type) {
    case 9:
      return l10n.t('signed bytes');
    case 11:
      return l10n.t('16-bit integers');
    case 12:
      return l10n.t('32-bit integers');
    case 13:
      return l10n.t('32-bit floats');
    case 14:
      return l10n.t('64-bit floats');
    default:
      return l10n.t('values of type 0x{0}', type.toString(16).padStart(2, '0'));
  }
}

export async function readIdx(file: string): Promise<IdxFile> {
  const bytes = await readUnpacked(file);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new UserError(
      'idx-magic',
      l10n.t(
        '{0} is not an IDX file: it begins with {1}, an IDX file of bytes with 00 00 08 and its number of dimensions. Check the path.',
        file,
        hex(bytes.subarray(0, 4)),
      ),
    );
  }
  const [type, rank] = [bytes[2]!, bytes[3]!];
  if (type !== 8) {
    throw new UserError(
      'idx-type',
      l10n.t('{0} holds {1} (byte 2), not unsigned bytes (0x08). Convert the images to 0 … 255.', file, typeName(type)),
    );
  }
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) {
    throw new UserError(
      'idx-truncated',
      l10n.t(
        '{0} is cut short: its header of {1} dimensions takes {2} bytes, the file has {3}. Download it again.',
        file,
        rank,
        offset,
        bytes.length,
      ),
    );
  }
  const dimensions = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const expected = dimensions.reduce((product, n) => product * n, 1);
  const found = bytes.length - offset;
  if (found !== expected) {
    throw new UserError(
      found < expected ? 'idx-truncated' : 'idx-too-long',
      l10n.t(
        '{0} is {1}: its header promises {2} = {3} values from byte {4}, the file has {5}. Download it again.',
        file,
        found < expected ? l10n.t('cut short') : l10n.t('too long'),
        dimensions.join(' × '),
        expected,
        offset,
        found,
      ),
    );
  }
  // No Buffer: `slice` of one shares its memory, and one turns into an object on its way to a webview.
  const values = new Uint8Array(bytes.buffer, bytes.byteOffset + offset, expected);
  return { file, dimensions, values, offset };
}

/** Images and labels of one split; the labels have to be below `classes`. */
export async function readSplit(
  imageFile: string,
  labelFile: string,
  classes: number,
): Promise<{ split: Split; shape: DataSet['shape'] }> {
  const [images, labels] = await Promise.all([readIdx(imageFile), readIdx(labelFile)]);
  const [count = 0, ...rest] = images.dimensions;
  const [channels, height, width] = rest.length === 2 ? [1, ...rest] : rest;
  if (rest.length > 3 || channels === undefined || height === undefined || width === undefined) {
    throw new UserError(
      'idx-dimensions',
      l10n.t(
        '{0} has {1} dimensions ({2}); images have 3 (count, height, width) or 4 (count, channels, height, width). Are images and labels swapped?',
        imageFile,
        images.dimensions.length,
        images.dimensions.join(' × '),
      ),
    );
  }
  if (labels.dimensions.length !== 1) {
    throw new UserError(
      'idx-dimensions',
      l10n.t(
        '{0} has {1} dimensions ({2}); labels have 1. Are images and labels swapped?',
        labelFile,
        labels.dimensions.length,
        labels.dimensions.join(' × '),
      ),
    );
  }
  if (labels.values.length !== count) {
    throw new UserError(
      'idx-count',
      l10n.t(
        '{0} has {1} images, but {2} has {3} labels. Give the two files of the same split.',
        imageFile,
        count,
        labelFile,
        labels.values.length,
      ),
    );
  }
  if (count === 0) throw new UserError('idx-empty', l10n.t('{0} has no images.', imageFile));
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new UserError(
      'label-range',
      l10n.t(
        '{0}: the label of image {1} (byte {2}) is {3}, but the model tells {4} classes apart, 0 … {5}. Give its last layer at least {6} outputs, or mend the labels.',
        labelFile,
        wrong,
        labels.offset + wrong,
        labels.values[wrong]!,
        classes,
        classes - 1,
        labels.values[wrong]! + 1,
      ),
    );
  }
  return {
    split: { count, images: new MemoryImages(images.values, count), labels: labels.values },
    shape: [channels, height, width],
  };
}

async function readUnpacked(file: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    const what = reason === 'ENOENT' ? l10n.t('there is no such file') : String(reason);
    throw new UserError(
      'data-missing',
      l10n.t("Cannot read {0}: {1}. Paths of data are taken from the model file's folder.", file, what),
      { cause: error },
    );
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes);
  } catch (error) {
    throw new UserError(
      'idx-truncated',
      l10n.t(
        '{0} cannot be unpacked: {1} ({2} bytes of gzip). Download it again.',
        file,
        error instanceof Error ? error.message : String(error),
        bytes.length,
      ),
      { cause: error },
    );
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing';
}

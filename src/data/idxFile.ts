/**
 * IDX files, the format of MNIST (Y. LeCun, "The MNIST database of handwritten digits"), plain or
 * gzipped: two zero bytes, a byte for the type of the values, a byte for the number of dimensions, each
 * dimension as a big-endian 32-bit number, then the values. Unsigned bytes (0x08) only.
 */

import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, gunzip, type ZlibOptions } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { DataSet, Split } from './dataSet.ts';
import { messageOf } from './errorMessage.ts';
import { MemoryImages } from './images.ts';
import { UserError } from './userError.ts';

export interface IdxHeader {
  readonly file: string;
  readonly dimensions: readonly number[];
  /** Offset of the values in the (unpacked) file, in bytes. */
  readonly offset: number;
}

export interface IdxFile extends IdxHeader {
  readonly values: Uint8Array;
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
  const header = headerOf(file, bytes);
  const count = checkLength(header, bytes.length);
  // Not a Buffer: its `slice` shares memory, and it turns into a plain object on its way to a webview.
  return { ...header, values: new Uint8Array(bytes.buffer, bytes.byteOffset + header.offset, count) };
}

/** More than the longest header, packed or not: 255 dimensions take 1,024 bytes. */
const startBytes = 4096;

/** Reads only the header, however large the file. The length of a packed file is unknown until it is unpacked. */
export async function readIdxHeader(file: string): Promise<IdxHeader> {
  const { start, size } = await readStart(file);
  if (!isPacked(start)) {
    const header = headerOf(file, start);
    checkLength(header, size);
    return header;
  }
  const isCut = start.length < size;
  return headerOf(file, await unpack(file, start, isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}));
}

/** `bytes`: the file, or at least as much of its beginning as a header can take. */
function headerOf(file: string, bytes: Buffer): IdxHeader {
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
      l10n.t(
        '{0} contains {1} (byte 2), not unsigned bytes (0x08). Convert the images to 0 … 255.',
        file,
        typeName(type),
      ),
    );
  }
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) {
    throw new UserError(
      'idx-truncated',
      l10n.t(
        '{0} is truncated: its header of {1} dimensions takes {2} bytes, the file has {3}. Download it again.',
        file,
        rank,
        offset,
        bytes.length,
      ),
    );
  }
  return { file, dimensions: Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i)), offset };
}

/** The number of values; throws a `UserError` if a file of `length` bytes holds more or fewer than its header says. */
function checkLength({ file, dimensions, offset }: IdxHeader, length: number): number {
  const expected = dimensions.reduce((product, n) => product * n, 1);
  const found = length - offset;
  if (found !== expected) {
    throw new UserError(
      found < expected ? 'idx-truncated' : 'idx-too-long',
      l10n.t(
        '{0} is {1}: its header declares {2} = {3} values from byte {4}, the file has {5}. Download it again.',
        file,
        found < expected ? l10n.t('truncated') : l10n.t('too long'),
        dimensions.join(' × '),
        expected,
        offset,
        found,
      ),
    );
  }
  return expected;
}

export interface ImageDimensions {
  readonly count: number;
  readonly shape: DataSet['shape'];
}

/** Throws a `UserError` if the dimensions are not those of images. */
export function imageDimensions({ file, dimensions }: IdxHeader): ImageDimensions {
  const [count = 0, ...rest] = dimensions;
  const [channels, height, width] = rest.length === 2 ? [1, ...rest] : rest;
  if (rest.length > 3 || channels === undefined || height === undefined || width === undefined) {
    throw new UserError(
      'idx-dimensions',
      l10n.t(
        '{0} has {1} dimensions ({2}); images have 3 (count, height, width) or 4 (count, channels, height, width). Are images and labels swapped?',
        file,
        dimensions.length,
        dimensions.join(' × '),
      ),
    );
  }
  return { count, shape: [channels, height, width] };
}

/** Throws a `UserError` if the dimensions are not those of labels. */
export function checkLabels({ file, dimensions }: IdxHeader): void {
  if (dimensions.length !== 1) {
    throw new UserError(
      'idx-dimensions',
      l10n.t(
        '{0} has {1} dimensions ({2}); labels have 1. Are images and labels swapped?',
        file,
        dimensions.length,
        dimensions.join(' × '),
      ),
    );
  }
}

/** Throws a `UserError` unless there is one label per image, and at least one image. */
export function checkCounts(imageFile: string, count: number, labelFile: string, labels: number): void {
  if (labels !== count) {
    throw new UserError(
      'idx-count',
      l10n.t(
        '{0} has {1} images, but {2} has {3} labels. Give the two files of the same split.',
        imageFile,
        count,
        labelFile,
        labels,
      ),
    );
  }
  if (count === 0) throw new UserError('idx-empty', l10n.t('{0} has no images.', imageFile));
}

/** Reads images and labels of one split; labels must be below `classes`. Throws a `UserError` otherwise. */
export async function readSplit(
  imageFile: string,
  labelFile: string,
  classes: number,
): Promise<{ split: Split; shape: DataSet['shape'] }> {
  // One after the other, so that the same file is always reported if both are missing.
  const images = await readIdx(imageFile);
  const labels = await readIdx(labelFile);
  const { count, shape } = imageDimensions(images);
  checkLabels(labels);
  checkCounts(imageFile, count, labelFile, labels.values.length);
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new UserError(
      'label-range',
      l10n.t(
        '{0}: the label of image {1} (byte {2}) is {3}, but the model has {4} classes, 0 … {5}. Give its last layer at least {6} outputs, or fix the labels.',
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
    shape,
  };
}

async function readUnpacked(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  return isPacked(bytes) ? unpack(file, bytes) : bytes;
}

async function readStart(file: string): Promise<{ readonly start: Buffer; readonly size: number }> {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(startBytes), 0, startBytes, 0);
      return { start: buffer.subarray(0, bytesRead), size: (await handle.stat()).size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): UserError {
  const reason = error instanceof Error && 'code' in error ? error.code : error;
  const what = reason === 'ENOENT' ? l10n.t('there is no such file') : String(reason);
  return new UserError(
    'data-missing',
    l10n.t("Cannot read {0}: {1}. Data paths are relative to the model file's folder.", file, what),
    { cause: error },
  );
}

/** Whether the file is gzipped: gzip starts with these two bytes. */
const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(file: string, bytes: Buffer, options: ZlibOptions = {}): Promise<Buffer> {
  try {
    return await promisify<Buffer, ZlibOptions, Buffer>(gunzip)(bytes, options);
  } catch (error) {
    throw new UserError(
      'idx-truncated',
      l10n.t(
        '{0} cannot be unpacked: {1} ({2} bytes of gzip). Download it again.',
        file,
        messageOf(error),
        bytes.length,
      ),
      { cause: error },
    );
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing';
}

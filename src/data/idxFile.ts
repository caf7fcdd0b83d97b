/**
 * IDX files, the format of MNIST (Y. LeCun, "The MNIST database of handwritten digits"), plain or
 * gzipped: two zero bytes, a byte for the type of the values, a byte for the number of dimensions, each
 * dimension as a big-endian 32-bit number, then the values. Unsigned bytes (0x08) only.
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
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

const typeNames: Readonly<Record<number, string>> = {
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};

export async function readIdx(file: string): Promise<IdxFile> {
  const bytes = await readUnpacked(file);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new UserError(
      'idx-magic',
      `${file} is not an IDX file: it begins with ${hex(bytes.subarray(0, 4))}, an IDX file of bytes with ` +
        '00 00 08 and its number of dimensions. Check the path.',
    );
  }
  const [type, rank] = [bytes[2]!, bytes[3]!];
  if (type !== 8) {
    throw new UserError(
      'idx-type',
      `${file} holds ${typeNames[type] ?? `values of type 0x${hex(bytes.subarray(2, 3))}`} (byte 2), not unsigned ` +
        'bytes (0x08). Convert the images to 0 … 255.',
    );
  }
  const offset = 4 + 4 * rank;
  if (bytes.length < offset) {
    throw new UserError(
      'idx-truncated',
      `${file} is cut short: its header of ${rank} dimensions takes ${offset} bytes, the file has ${bytes.length}. ` +
        'Download it again.',
    );
  }
  const dimensions = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const expected = dimensions.reduce((product, n) => product * n, 1);
  const found = bytes.length - offset;
  if (found !== expected) {
    throw new UserError(
      found < expected ? 'idx-truncated' : 'idx-too-long',
      `${file} is ${found < expected ? 'cut short' : 'too long'}: its header promises ${dimensions.join(' × ')} = ` +
        `${expected} values from byte ${offset}, the file has ${found}. Download it again.`,
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
      `${imageFile} has ${images.dimensions.length} dimensions (${images.dimensions.join(' × ')}); images have 3 ` +
        '(count, height, width) or 4 (count, channels, height, width). Are images and labels swapped?',
    );
  }
  if (labels.dimensions.length !== 1) {
    throw new UserError(
      'idx-dimensions',
      `${labelFile} has ${labels.dimensions.length} dimensions (${labels.dimensions.join(' × ')}); labels have 1. ` +
        'Are images and labels swapped?',
    );
  }
  if (labels.values.length !== count) {
    throw new UserError(
      'idx-count',
      `${imageFile} has ${count} images, but ${labelFile} has ${labels.values.length} labels. ` +
        'Give the two files of the same split.',
    );
  }
  if (count === 0) throw new UserError('idx-empty', `${imageFile} has no images.`);
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new UserError(
      'label-range',
      `${labelFile}: the label of image ${wrong} (byte ${labels.offset + wrong}) is ${labels.values[wrong]}, but the ` +
        `model tells ${classes} classes apart, 0 … ${classes - 1}. Give its last layer at least ` +
        `${labels.values[wrong]! + 1} outputs, or mend the labels.`,
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
    const what = reason === 'ENOENT' ? 'there is no such file' : String(reason);
    throw new UserError(
      'data-missing',
      `Cannot read ${file}: ${what}. Paths of data are taken from the model file's folder.`,
      { cause: error },
    );
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes);
  } catch (error) {
    throw new UserError(
      'idx-truncated',
      `${file} cannot be unpacked: ${error instanceof Error ? error.message : error} (${bytes.length} bytes of gzip). ` +
        'Download it again.',
      { cause: error },
    );
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing';
}

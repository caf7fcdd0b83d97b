/**
 * Safetensors files (github.com/huggingface/safetensors, format of 2022): eight bytes of header length,
 * little-endian; a JSON header of name → { dtype, shape, data_offsets }; then the bytes of the tensors.
 * We write float32 only, each tensor at a multiple of four bytes, and read just what is asked for.
 */

import { type FileHandle, open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { writeFileAtomically } from '../data/files.ts';
import { UserError } from '../data/userError.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface TensorEntry {
  readonly shape: readonly number[];
  /** First byte and the byte after the last, from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** In bytes. */
const largestWrite = 2 ** 30;

/** The format's own limit. */
const longestHeader = 100_000_000;

export async function writeSafetensors(file: string, content: TensorFile): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: content.metadata };
  const entries = Object.entries(content.tensors);
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  // Spaces after the header, as the format allows, so that the data is aligned.
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ');
  text.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFileAtomically(file, async (handle) => {
    const data = entries.map(([, { data }]) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    await writeAll(handle, [length, padded, ...data]);
  });
}

export async function readSafetensors(file: string): Promise<TensorFile> {
  const handle = await open(file, 'r');
  try {
    const header = await readHeader(handle, file);
    const tensors: Record<string, Tensor> = {};
    for (const [name, entry] of header.tensors) tensors[name] = await readEntry(handle, file, entry);
    return { tensors, metadata: header.metadata };
  } finally {
    await handle.close();
  }
}

/** Names, shapes and metadata, without the data. */
export async function readSafetensorsHeader(file: string): Promise<SafetensorsHeader> {
  const handle = await open(file, 'r');
  try {
    return await readHeader(handle, file);
  } finally {
    await handle.close();
  }
}

/** One tensor by name; the rest of the file is not read. */
export async function readTensor(file: string, name: string): Promise<Tensor> {
  const handle = await open(file, 'r');
  try {
    const header = await readHeader(handle, file);
    const entry = header.tensors.get(name);
    if (entry === undefined) {
      const names = [...header.tensors.keys()].join(', ');
      throw new UserError(
        'no-such-tensor',
        l10n.t("{0} has no tensor '{1}', only {2}.", file, name, names || l10n.t('none')),
      );
    }
    return await readEntry(handle, file, entry);
  } finally {
    await handle.close();
  }
}

function damaged(file: string, what: string): UserError {
  return new UserError('file-damaged', l10n.t('{0} is not a readable safetensors file: {1}.', file, what));
}

/** In few writes, since between two of them this thread may be busy with a training step. */
async function writeAll(handle: FileHandle, parts: readonly Buffer[]): Promise<void> {
  const left = [...parts];
  while (left.length > 0) {
    let { bytesWritten } = await handle.writev(left.slice(0, togetherAtMost(left)));
    while (left[0] !== undefined && bytesWritten >= left[0].length) bytesWritten -= left.shift()?.length ?? 0;
    if (left[0] !== undefined) left[0] = left[0].subarray(bytesWritten);
  }
}

/** How many parts one write takes; macOS refuses 2 GiB. */
function togetherAtMost(parts: readonly Buffer[]): number {
  let bytes = 0;
  const tooMany = parts.findIndex(({ length }) => {
    bytes += length;
    return bytes > largestWrite;
  });
  return tooMany === -1 ? parts.length : Math.max(1, tooMany);
}

async function readBytes(handle: FileHandle, file: string, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0)
      throw damaged(file, l10n.t('it ends at byte {0}, {1} bytes early', position + done, length - done));
    done += bytesRead;
  }
  return bytes;
}

async function readHeader(handle: FileHandle, file: string): Promise<SafetensorsHeader> {
  const length = Number((await readBytes(handle, file, 0, 8)).readBigUInt64LE());
  if (length > longestHeader) throw damaged(file, l10n.t('it declares a header of {0} bytes', length));
  const text = (await readBytes(handle, file, 8, length)).toString('utf8');
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw damaged(file, l10n.t('its header is not JSON'));
  }
  if (!isRecord(header)) throw damaged(file, l10n.t('its header is not an object'));
  const { __metadata__: metadata, ...rest } = header;
  const tensors = new Map<string, TensorEntry>();
  for (const [name, entry] of Object.entries(rest)) {
    if (!isEntry(entry)) throw damaged(file, l10n.t("the entry of '{0}' is incomplete", name));
    const [begin, end] = entry.data_offsets;
    const size = entry.shape.reduce((product, n) => product * n, 4);
    if (entry.dtype !== 'F32' || end - begin !== size) {
      throw damaged(file, l10n.t("'{0}' is {1} bytes of {2}, not {3} of F32", name, end - begin, entry.dtype, size));
    }
    tensors.set(name, { shape: entry.shape, begin: 8 + length + begin, end: 8 + length + end });
  }
  return { metadata: stringsOf(metadata), tensors };
}

async function readEntry(handle: FileHandle, file: string, entry: TensorEntry): Promise<Tensor> {
  const bytes = await readBytes(handle, file, entry.begin, entry.end - entry.begin);
  return { shape: entry.shape, data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is { dtype: string; shape: number[]; data_offsets: [number, number] } {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  const sizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  return typeof dtype === 'string' && sizes(shape) && sizes(offsets) && offsets.length === 2;
}

function stringsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) return {};
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]));
}

/**
 * The cache of decoded images: resized, as bytes, in one file beside the model file, so that the next run need not
 * decode them. The file is named after its content, so it is complete or absent, and never changes.
 */
import { createHash } from 'node:crypto';
import { access, constants, type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { writeFileAtomically } from '../files.ts';
import { FileImages, type Images, MemoryImages, memoryShare } from '../images.ts';
import type { ReadOptions } from '../source.ts';
import { readImages } from './imageReader.ts';
import type { ImageFile } from './listing.ts';

type Shape = readonly [channels: number, height: number, width: number];

/** To be increased whenever an image would be decoded or resized differently. */
const cacheVersion = 2;

/** The most that one system call reads, in bytes. */
const chunk = 2 ** 30;

export interface CacheOptions extends ReadOptions {
  /** Of the model file. */
  readonly modelFolder: string;
  /** Bytes of images to hold in memory at most. Default: a quarter of the machine's. */
  readonly memory?: number;
}

/** The images of `files`, in order, from the cache if it has them. */
export async function cachedImages(
  root: string,
  files: readonly ImageFile[],
  shape: Shape,
  options: CacheOptions,
): Promise<Images> {
  const bytesEach = shape[0] * shape[1] * shape[2];
  const folder = await cacheFolder(options.modelFolder);
  const source = hash([cacheVersion, root, shape]);
  const cache = path.join(folder, `images-${source}-${hash(files)}.bin`);
  const bytes = bytesEach * files.length;
  const kept = await stat(cache).catch(() => null);
  if (kept?.size !== bytes) {
    await writeFileAtomically(cache, (handle) => writeImages(handle, files, shape, options));
    await removeOthers(folder, `images-${source}-`, path.basename(cache));
  }
  if (bytes > (options.memory ?? memoryShare * totalmem())) return new FileImages(cache, bytesEach);
  return new MemoryImages(await readWhole(cache, bytes), files.length);
}

async function writeImages(
  handle: FileHandle,
  files: readonly ImageFile[],
  shape: Shape,
  options: ReadOptions,
): Promise<void> {
  const bytesEach = shape[0] * shape[1] * shape[2];
  const paths = files.map(({ file }) => file);
  const write = async (images: Uint8Array, first: number) => {
    await handle.write(images, 0, images.length, first * bytesEach);
  };
  await readImages(paths, shape, write, options);
}

/** The cache's folder: beside the runs, or in the system's temporary folder if that cannot be written to. */
async function cacheFolder(modelFolder: string): Promise<string> {
  const beside = path.join(modelFolder, '.cnn-lab', 'cache');
  try {
    await mkdir(beside, { recursive: true });
    await access(beside, constants.W_OK);
    return beside;
  } catch {
    const elsewhere = path.join(tmpdir(), 'cnn-lab-cache');
    await mkdir(elsewhere, { recursive: true });
    return elsewhere;
  }
}

/** Deletes what the cache held of the same folder before. Windows keeps the file while a run still has it open. */
async function removeOthers(folder: string, prefix: string, kept: string): Promise<void> {
  const names = await readdir(folder);
  const stale = names.filter((name) => name.startsWith(prefix) && name.endsWith('.bin') && name !== kept);
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { force: true }).catch(() => undefined)));
}

async function readWhole(file: string, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  const handle = await open(file, 'r');
  try {
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(chunk, size - at), at);
      if (bytesRead === 0) throw new Error(`${file} was cut short while it was read, at byte ${at} of ${size}.`);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return bytes;
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

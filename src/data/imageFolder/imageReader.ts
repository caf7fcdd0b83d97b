/** Decodes many images on as many threads as there are processors. */

import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../../model/format.ts';
import type { ReadOptions } from '../source.ts';
import { UserError } from '../userError.ts';

type Shape = readonly [channels: number, height: number, width: number];

export interface ImageWorkerData {
  readonly shape: Shape;
}

export interface ImageRequest {
  readonly files: readonly string[];
}

export interface ImageAnswer {
  /** In the order of the request. */
  readonly images: Uint8Array;
  readonly failures: readonly { readonly index: number; readonly reason: string }[];
}

/** Each thread holds a decoded image, of 400 MB at most. */
const mostThreads = 8;
/** Images per request: few enough for smooth progress, many enough that messages cost nothing. */
const requestSize = 16;
/** Stops after this many failures: nobody fixes more at once. */
const mostFailures = 100;
const toldFailures = 5;

/** In a checkout, Node runs the TypeScript source. */
const workerFile = path.join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'imageWorker.ts' : 'imageWorker.cjs',
);

/**
 * Reads all `files` as images of `shape`; `write` receives the bytes of several at a time, with the index of the first.
 * Throws a `UserError` that names the unreadable images, or `signal.reason` when aborted.
 */
export async function readImages(
  files: readonly string[],
  shape: Shape,
  write: (images: Uint8Array, first: number) => Promise<void>,
  { signal, onProgress }: ReadOptions,
): Promise<void> {
  const failures: { place: number; reason: string }[] = [];
  let next = 0;
  let done = 0;

  async function run(worker: Worker): Promise<void> {
    while (next < files.length && failures.length < mostFailures) {
      signal.throwIfAborted();
      const first = next;
      next = Math.min(files.length, first + requestSize);
      const request: ImageRequest = { files: files.slice(first, next) };
      worker.postMessage(request);
      const [answer]: ImageAnswer[] = await once(worker, 'message', { signal });
      failures.push(...answer!.failures.map(({ index, reason }) => ({ place: first + index, reason })));
      await write(answer!.images, first);
      done += request.files.length;
      onProgress(done, files.length);
    }
  }

  const threads = Math.max(1, Math.min(availableParallelism(), mostThreads, Math.ceil(files.length / requestSize)));
  const workerData: ImageWorkerData = { shape };
  const workers = Array.from({ length: threads }, () => new Worker(workerFile, { workerData }));
  try {
    await Promise.all(workers.map(run));
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  if (failures.length > 0) throw unreadable(files, failures);
}

function unreadable(files: readonly string[], failures: { place: number; reason: string }[]): UserError {
  failures.sort((a, b) => a.place - b.place);
  const lines = failures.slice(0, toldFailures).map(({ place, reason }) => `  ${files[place]}: ${reason}`);
  const others = failures.length - lines.length;
  if (others > 0) lines.push(`  ${l10n.t('and {0} more', others)}`);
  const count =
    failures.length >= mostFailures
      ? l10n.t('At least {0}', failures.length)
      : l10n.t('{0} of {1}', failures.length, formatCount(files.length));
  return new UserError(
    'image-unreadable',
    l10n.t('{0} images cannot be read. Fix them, or remove them from their folders:\n{1}', count, lines.join('\n')),
  );
}

/** Lays points out in a thread of its own, so that other requests can be answered meanwhile. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Work } from '../splitPass.ts';
import type { LayoutRequest, PointLayout } from './pointLayout.ts';

/** The thread's messages. */
export type LayoutWord =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly layout: PointLayout };

/** In a checkout, Node runs the TypeScript source. */
const program = path.join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'pointLayoutWorker.ts' : 'pointLayoutWorker.cjs',
);

/** Rejects with the signal's reason when aborted; the thread has ended by then. */
export async function layOutInThread(request: LayoutRequest, { signal, onProgress }: Work = {}): Promise<PointLayout> {
  signal?.throwIfAborted();
  const worker = new Worker(program, { workerData: request });
  let stop: (() => void) | undefined;
  try {
    return await new Promise<PointLayout>((resolve, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop);
      worker.on('message', (word: LayoutWord) => {
        if (word.kind === 'progress') onProgress?.(word.done, word.total);
        else resolve(word.layout);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The thread that lays points out has ended with code ${code}.`)));
    });
  } finally {
    if (stop !== undefined) signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

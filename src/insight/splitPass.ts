/** One pass over the images of a split, batch by batch in the background, which can be cancelled between batches. */
import { setImmediate as turn } from 'node:timers/promises';
import { type Batch, BatchGatherer } from '../data/batches.ts';
import type { Split } from '../data/dataSet.ts';
import type { TensorData } from '../engine/engine.ts';
import type { ModelSpec } from '../model/spec.ts';
import type { Program } from '../tensor/program.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Inspection } from './inspection.ts';
import type { LookedInto } from './programs.ts';

/** How long work reports its progress and is cancelled. */
export interface Work {
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Receives the outputs of a program with their batch and the index of its first image. */
export type TakeBatch = (outputs: Readonly<Record<string, TensorData>>, batch: Batch, first: number) => void;

/** Most bytes for the values of all nodes in one batch, and most images per batch. */
const mostBytes = 64 * 2 ** 20;
const mostImages = 128;

export function batchSizeFor(model: ModelSpec): number {
  const values = model.nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return Math.max(1, Math.min(mostImages, Math.floor(mostBytes / (4 * values))));
}

/** `program` builds the program for a batch size. */
export async function passOver(
  inspection: Inspection,
  split: Split,
  name: string,
  program: (of: LookedInto, batchSize: number) => Program,
  take: TakeBatch,
  { signal, onProgress }: Work = {},
): Promise<void> {
  const batchSize = Math.min(batchSizeFor(inspection.model), split.count);
  const batches = new BatchGatherer(split, batchSize);
  for (let index = 0; index < batches.count; index++) {
    signal?.throwIfAborted();
    const batch = batches.gather(index);
    const { size, images } = batch;
    take(await inspection.run(`${name} ${size}`, (of) => program(of, size), { images }), batch, index * batchSize);
    onProgress?.(index * batchSize + size, split.count);
    // Lets other requests be handled in between.
    await turn();
  }
  signal?.throwIfAborted();
}

/** Whether a run's batches fit the memory of this machine, said before it begins rather than by its sudden end. */
import * as l10n from '@vscode/l10n';
import type { DataSource } from '../data/source.ts';
import type { DeviceChoice } from '../engine/deviceIds.ts';
import { formatBytes } from '../model/format.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import { programMemory } from '../tensor/memory.ts';
import { outOfMemory } from '../training/deviceFailure.ts';
import { noiseImages } from '../training/noise.ts';
import { createOptimizer } from '../training/optimizers/index.ts';
import { packModel } from '../training/packing.ts';
import { trainingProgram } from '../training/step.ts';

/** Bytes of a training step: weights, optimizer state and live values. What the library needs beside them is not in it. */
export function stepBytes(model: ModelSpec, training: TrainingSpec, batchSize: number): number {
  const optimizer = createOptimizer(training.optimizer);
  const { held, live } = programMemory(
    trainingProgram(model, training, noiseImages(model), batchSize, packModel(model), optimizer),
  );
  return held + live;
}

/** Whether whole batches may be computed in this machine's own memory. A GPU says itself what is too much. */
export const usesProcessor = (choice: DeviceChoice): boolean => choice === 'cpu' || choice === 'auto';

/** Throws a `UserError` that names the largest batch that fits where a step needs more than `available` bytes. */
export function requireMemory(
  model: ModelSpec,
  training: TrainingSpec,
  { trainImages }: Pick<DataSource, 'trainImages'>,
  available: number = process.availableMemory(),
): void {
  const fits = (batchSize: number) => stepBytes(model, training, batchSize) <= available;
  const size = Math.min(training.batchSize, trainImages);
  if (fits(size)) return;
  let [largest, tooLarge] = [0, size];
  while (tooLarge - largest > 1) {
    const middle = Math.floor((largest + tooLarge) / 2);
    if (fits(middle)) largest = middle;
    else tooLarge = middle;
  }
  const where = l10n.t(
    'this machine, of which {0} are free: a step needs {1}',
    formatBytes(available),
    formatBytes(stepBytes(model, training, size)),
  );
  throw outOfMemory(size, largest, where, training.batchSize);
}

/** Checks whether a run's batches fit into this machine's memory, before it starts rather than by its sudden end. */
import { totalmem } from 'node:os';
import * as l10n from '@vscode/l10n';
import { memoryShare } from '../../data/imageFolder/cache.ts';
import type { DataSource } from '../../data/source.ts';
import type { DeviceChoice } from '../../engine/deviceIds.ts';
import { formatBytes } from '../../model/format.ts';
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import { programMemory } from '../../tensor/memory.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { outOfMemory } from '../../training/deviceFailure.ts';
import { noiseImages } from '../../training/noise.ts';
import { createOptimizer } from '../../training/optimizers/index.ts';
import { packModel } from '../../training/packing.ts';
import { evaluationProgram, trainingProgram } from '../../training/step.ts';

export type ImageCounts = Pick<DataSource, 'trainImages' | 'validationImages'>;

/**
 * Upper bound on the bytes of ONNX Runtime's arena per byte of values held at a time: its blocks are powers of two, and
 * convolutions have working memory besides. Every program has its own arena and keeps it.
 */
const arena = { training: 1.75, evaluation: 1.25 };

/** Bytes of ONNX Runtime's code and of the programs themselves. */
const library = 24 * 2 ** 20;

/** Bytes of the state that are copied at most while they are written (`HostState`). */
const copied = 2 ** 26;

/** Images in one batch of each size: a full one, and the rest at the end of an epoch. */
type ImagesTogether = (batchSize: number, images: number) => number;
const together: ImagesTogether = (batchSize, images) => batchSize + (images % batchSize);
/** The maximum of that for any batch size up to this one. */
const atMostTogether: ImagesTogether = (batchSize, images) => Math.min(2 * batchSize, images);

/** Upper bound of a run's memory in bytes: images, weights, optimizer state, and values, which grow with the batch. */
export function runBytes(
  model: ModelSpec,
  training: TrainingSpec,
  counts: ImageCounts,
  batchSize: number,
  inBatches: ImagesTogether = together,
): number {
  const { trainImages, validationImages } = counts;
  const [images, packs] = [noiseImages(model), packModel(model)];
  const size = Math.min(batchSize, trainImages);
  const optimizer = createOptimizer(training.optimizer);
  const step = programMemory(trainingProgram(model, training, images, size, packs, optimizer));
  const evaluated = Math.min(batchSize, Math.max(1, validationImages));
  const evaluation = programMemory(evaluationProgram(model, training.loss, images, evaluated, packs));
  const pixels = (trainImages + validationImages) * sizeOf(images.shape);
  return (
    library +
    Math.min(pixels, memoryShare * totalmem()) +
    step.held +
    Math.min(copied, step.held / 2) +
    (arena.training * step.live * inBatches(size, trainImages)) / size +
    (arena.evaluation * evaluation.live * inBatches(evaluated, validationImages)) / evaluated
  );
}

/** Whether this device computes in the machine's own memory. A GPU reports itself when its memory is exceeded. */
export const usesProcessor = (choice: DeviceChoice): boolean => choice === 'cpu' || choice === 'auto';

/** Throws a `UserError` that names the largest batch that fits, if training needs more than `available` bytes. */
export function requireMemory(
  model: ModelSpec,
  training: TrainingSpec,
  counts: ImageCounts,
  available: number = process.availableMemory(),
): void {
  const size = Math.min(training.batchSize, counts.trainImages);
  const needed = runBytes(model, training, counts, size);
  if (needed <= available) return;
  const fits = (batchSize: number) => runBytes(model, training, counts, batchSize, atMostTogether) <= available;
  let [largest, tooLarge] = [0, size];
  while (tooLarge - largest > 1) {
    const middle = Math.floor((largest + tooLarge) / 2);
    if (fits(middle)) largest = middle;
    else tooLarge = middle;
  }
  const where = l10n.t(
    'this machine, of which {0} are free: training needs {1}',
    formatBytes(available),
    formatBytes(needed),
  );
  throw outOfMemory(size, largest, where, training.batchSize);
}

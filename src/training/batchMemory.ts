/**
 * Whether a run's batches fit into the machine's memory: asked before it starts, and by the editor at every keystroke,
 * which gives the same answer.
 */
import * as l10n from '@vscode/l10n';
import { memoryShare } from '../data/images.ts';
import type { ImageCounts, MachineMemory, Shortage, Weigh } from '../model/findings.ts';
import { formatBytes } from '../model/format.ts';
import { product } from '../model/initial.ts';
import type { ModelReport } from '../model/report.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import { slotsOf } from '../model/trainingMemory.ts';
import { programMemory } from '../tensor/memory.ts';
import { describeOutOfMemory } from './deviceFailure.ts';
import { noiseImages } from './noise.ts';
import { createOptimizer } from './optimizers/index.ts';
import { packModel } from './packing.ts';
import { evaluationProgram, trainingProgram } from './step.ts';

/**
 * Upper bound on the bytes of ONNX Runtime's arena per byte of values held at a time: its blocks are powers of two, and
 * convolutions have working memory besides. Every program has its own arena and keeps it.
 */
const arena = { training: 1.75, evaluation: 1.25 };

/** Bytes of ONNX Runtime's code and of the programs themselves. */
const library = 24 * 2 ** 20;

/** Bytes of the state that are copied at most while they are written (`HostState`). */
const copied = 2 ** 26;

const bytesPerValue = 4;

/** Images in one batch of each size: a full one, and the rest at the end of an epoch. */
type ImagesTogether = (batchSize: number, images: number) => number;
const together: ImagesTogether = (batchSize, images) => batchSize + (images % batchSize);
/** The maximum of that for any batch size up to this one. */
const atMostTogether: ImagesTogether = (batchSize, images) => Math.min(2 * batchSize, images);

/** Bytes of the programs at a batch size. */
interface ProgramBytes {
  /** Weights and optimizer state, and one batch. */
  readonly held: number;
  /** The most that values take in a step, and in an evaluation. */
  readonly step: number;
  readonly evaluation: number;
}

/** Upper bound of a run's memory in bytes: images, weights, optimizer state, and values, which grow with the batch. */
export function runBytes(
  model: ModelSpec,
  training: TrainingSpec,
  counts: ImageCounts,
  total: MachineMemory['total'],
  batchSize: number,
  inBatches: ImagesTogether = together,
): number {
  const { trainImages, validationImages } = counts;
  const [size, evaluated] = batchSizes(batchSize, counts);
  const { held, step, evaluation } = programBytes(model, training, size, evaluated);
  return (
    library +
    imageBytes(model, counts, total) +
    held +
    Math.min(copied, held / 2) +
    (arena.training * step * inBatches(size, trainImages)) / size +
    (arena.evaluation * evaluation * inBatches(evaluated, validationImages)) / evaluated
  );
}

/** Images in a full batch of training, and of validation. */
const batchSizes = (batchSize: number, { trainImages, validationImages }: ImageCounts): readonly [number, number] => [
  Math.min(batchSize, trainImages),
  Math.min(batchSize, Math.max(1, validationImages)),
];

const imageBytes = ({ nodes }: ModelSpec, { trainImages, validationImages }: ImageCounts, total: number): number =>
  Math.min((trainImages + validationImages) * product(nodes[0]?.shape ?? []), memoryShare * total);

/** Of the model that was asked about last: most of what is typed in its file leaves its programs as they are. */
const known = { model: '', bytes: new Map<string, ProgramBytes>() };

function programBytes(model: ModelSpec, training: TrainingSpec, size: number, evaluated: number): ProgramBytes {
  const { loss, optimizer, clipGradNorm, clipGradValue } = training;
  const { nodes, outputs, layers } = model;
  const asked = JSON.stringify([nodes, outputs, layers, loss, optimizer, clipGradNorm, clipGradValue]);
  if (asked !== known.model) known.bytes.clear();
  known.model = asked;
  const key = `${size} ${evaluated}`;
  const before = known.bytes.get(key);
  if (before) return before;
  const [images, packs] = [noiseImages(model), packModel(model)];
  const step = programMemory(trainingProgram(model, training, images, size, packs, createOptimizer(optimizer)));
  const evaluation = programMemory(evaluationProgram(model, loss, images, evaluated, packs));
  const bytes = { held: step.held, step: step.live, evaluation: evaluation.live };
  known.bytes.set(key, bytes);
  return bytes;
}

/**
 * A quick bound that no run exceeds: some activations take six times their outputs in training (`hardswish`), most
 * layers less than two.
 */
export function mostRunBytes(
  model: ModelSpec,
  { batchSize, optimizer }: TrainingSpec,
  { params, activations }: ModelReport['totals'],
  counts: ImageCounts,
  total: MachineMemory['total'],
): number {
  const [size, evaluated] = batchSizes(batchSize, counts);
  const values = activations + product(model.nodes[0]?.shape ?? []);
  const images = 6 * together(size, counts.trainImages) + 3 * together(evaluated, counts.validationImages);
  const weights = params * (3 + 2 * slotsOf(optimizer));
  return library + imageBytes(model, counts, total) + copied + bytesPerValue * (values * images + weights);
}

/** What is short if training needs more memory than is available, with the largest batch that fits. */
export function shortageOf(
  model: ModelSpec,
  training: TrainingSpec,
  counts: ImageCounts,
  { available, total }: MachineMemory,
): Shortage | null {
  const size = Math.min(training.batchSize, counts.trainImages);
  const needed = runBytes(model, training, counts, total, size);
  if (needed <= available) return null;
  const spare = (batchSize: number) => available - runBytes(model, training, counts, total, batchSize, atMostTogether);
  const largest = largestWithin(spare, size);
  const where = l10n.t(
    'this machine, of which {0} are free: training needs {1}',
    formatBytes(available),
    formatBytes(needed),
  );
  return { message: describeOutOfMemory(size, largest, where, training.batchSize), largest };
}

/**
 * The largest size for which something is spare, 0 if there is none; nothing is for `tooLarge`. Memory is nearly
 * proportional to the size, so a straight line finds the answer in a few steps; in turns with halving, soon in any case.
 */
function largestWithin(spare: (size: number) => number, tooLarge: number): number {
  const least = { size: 1, spare: spare(1) };
  if (tooLarge === 1 || least.spare < 0) return 0;
  let [low, high] = [least, { size: tooLarge, spare: spare(tooLarge) }];
  for (let halves = false; high.size - low.size > 1; halves = !halves) {
    const share = halves ? 0.5 : low.spare / (low.spare - high.spare);
    const guess = Math.floor(low.size + share * (high.size - low.size));
    const size = Math.min(high.size - 1, Math.max(low.size + 1, guess));
    const tried = { size, spare: spare(size) };
    if (tried.spare >= 0) low = tried;
    else high = tried;
  }
  return low.size;
}

/** As training decides it on a machine with this memory; the programs are made only where a quick bound is not enough. */
export const weighFor =
  (memory: MachineMemory): Weigh =>
  (model, training, totals, counts) =>
    mostRunBytes(model, training, totals, counts, memory.total) <= memory.available
      ? null
      : shortageOf(model, training, counts, memory);

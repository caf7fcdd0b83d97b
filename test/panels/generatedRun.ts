/** A run folder as the trainer leaves it, of any length, without the training. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EpochEvent, StartEvent, StepEvent, TrainingEvent } from '../../src/training/events.ts';
import { type Evaluation, type RunManifest, type RunStatus, runLayout } from '../../src/training/layout.ts';
import { writeEvaluation, writeManifest, writeModel, writeStatus } from '../../src/training/runFolder.ts';
import { writeSafetensors } from '../../src/training/safetensors.ts';

export interface GeneratedRun {
  readonly name: string;
  readonly modelFile: string;
  readonly createdAt?: string;
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly status: Pick<RunStatus, 'state' | 'error'>;
  /** `[output channels, input channels, height, width]` of the one convolution. */
  readonly kernels: readonly [number, number, number, number];
}

const classNames = [...'0123456789'];
const imagesPerClass = 1000;
/** Beyond what any system gives out. */
const noSuchProcess = 2 ** 31 - 1;

/** Uniform in 0 … 1, a function of its argument alone. */
function noise(i: number): number {
  let mixed = Math.imul(i + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

export function lossAt(step: number): number {
  return (2.3 * Math.exp(-step / 200) + 0.3 * Math.exp(-step / 3000) + 0.01) * (0.5 + noise(step));
}

/** Weight `i` of the convolution after an epoch: noise that turns into stripes. */
export function weightAt(i: number, epoch: number): number {
  return 0.2 * (noise(i) - 0.5) + 0.05 * epoch * Math.sin(i / 3);
}

export async function generateRun(folder: string, run: GeneratedRun): Promise<void> {
  await mkdir(path.join(folder, path.dirname(runLayout.checkpoint(0))), { recursive: true });
  await writeManifest(folder, manifest(run));
  await writeModel(folder, {
    version: 1,
    name: run.name,
    nodes: [],
    outputs: [],
    layers: [{ name: 'conv2d_1', kind: 'conv2d', attributes: {} }],
    data: null,
    training: null,
  });
  const done = Math.floor(run.steps / run.stepsPerEpoch);
  for (let epoch = 0; epoch <= done; epoch++) {
    await writeKernels(folder, run.kernels, epoch);
  }
  await writeFile(path.join(folder, runLayout.metrics), lines(events(folder, run, 1, run.steps)));
  await writeFile(path.join(folder, runLayout.log), 'Training on CPU, 2 threads.\n');
  if (run.status.state === 'done') {
    await writeEvaluation(folder, evaluation());
  }
  await writeStatus(folder, { ...run.status, pid: noSuchProcess, socket: null });
}

export function lines(events: readonly TrainingEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** The events of steps `first` to `last`, with the run's beginning where it is the first. */
export function events(folder: string, run: GeneratedRun, first: number, last: number): TrainingEvent[] {
  const found: TrainingEvent[] = first === 1 ? [start(folder, run)] : [];
  for (let step = first; step <= last; step++) {
    const epoch = Math.ceil(step / run.stepsPerEpoch);
    found.push({ event: 'step', step, epoch, loss: lossAt(step), seconds: step / 80 } satisfies StepEvent);
    if (step % run.stepsPerEpoch === 0) {
      found.push(epochEvent(epoch, step));
    }
  }
  return found;
}

function writeKernels(folder: string, shape: readonly number[], epoch: number): Promise<void> {
  const length = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, i) => weightAt(i, epoch));
  const file = path.join(folder, runLayout.checkpoint(epoch));
  return writeSafetensors(file, { tensors: { 'conv2d_1.weight': { shape, data } }, metadata: {} });
}

function manifest(run: GeneratedRun): RunManifest {
  return {
    version: 1,
    name: run.name,
    modelFile: run.modelFile,
    source: 'source/net.cnn.ts',
    createdAt: run.createdAt ?? '2026-01-02T03:04:05.000Z',
    device: { id: 'cpu', label: 'CPU, 2 threads', threads: 2 },
    seed: 1,
    epochs: run.epochs,
    batchSize: 128,
    stepsPerEpoch: run.stepsPerEpoch,
    classNames,
  };
}

function start(folder: string, run: GeneratedRun): StartEvent {
  return {
    event: 'start',
    run: folder,
    model: run.name,
    device: 'cpu',
    deviceLabel: 'CPU, 2 threads',
    threads: 2,
    seed: 1,
    epochs: run.epochs,
    batchSize: 128,
    stepsPerEpoch: run.stepsPerEpoch,
    trainImages: 128 * run.stepsPerEpoch,
    validationImages: classNames.length * imagesPerClass,
    firstEpoch: 1,
  };
}

function epochEvent(epoch: number, step: number): EpochEvent {
  return {
    event: 'epoch',
    epoch,
    step,
    trainLoss: 0.25 / epoch + 0.01,
    trainAccuracy: 1 - 0.07 / epoch,
    validationLoss: 0.12 / epoch + 0.03,
    validationAccuracy: 0.99 - 0.03 / epoch,
    seconds: 6,
    imagesPerSecond: 10_240,
  };
}

function evaluation(): Evaluation {
  const confusion = classNames.map((_, truth) => {
    const wrong = classNames.map((_, predicted) =>
      predicted === truth ? 0 : Math.max(0, Math.round(12 * noise(31 * truth + predicted) - 8)),
    );
    const errors = wrong.reduce((sum, count) => sum + count, 0);
    return wrong.map((count, predicted) => (predicted === truth ? imagesPerClass - errors : count));
  });
  const right = confusion.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0);
  const images = classNames.length * imagesPerClass;
  return { images, loss: 0.03, accuracy: right / images, top5Accuracy: 1, classNames, confusion };
}

/**
 * Random models trained as a user trains them, on random images with augmentation: a run that is interrupted and
 * resumed, or repeated, must end with the same bytes, and its evaluation must be the one that it logged.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { evaluateCheckpoint } from '../../../src/jobs/runs/evaluation.ts';
import { runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import type { AugmentationSpec } from '../../../src/model/augmentation.ts';
import { classesOf } from '../../../src/model/losses.ts';
import type { ModelSpec } from '../../../src/model/spec.ts';
import { sizeOf } from '../../../src/tensor/shape.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { readState } from '../../../src/training/progress.ts';
import { listCheckpoints, MetricsReader, readEvaluation, readModel } from '../../../src/training/runReader.ts';
import { randomModel } from '../../model/randomModels.ts';
import { Dice } from '../../support/dice.ts';
import { idxHeader } from '../../training/tinyData.ts';

const never = new AbortController().signal;

/** Trains the model of a seed in a new folder, several times. Throws what is wrong. */
export async function checkRandomRuns(seed: number, folder: string): Promise<void> {
  await mkdir(folder);
  const dice = new Dice(seed);
  const model = trainable(seed, dice);
  await writeImages(dice, folder, model);
  for (const threads of [1, 2]) {
    const first = await train(`first ${threads}`, threads, null);
    const again = await train(`again ${threads}`, threads, null);
    assert.deepEqual(await outcome(again), await outcome(first), `twice with ${threads} threads`);
    if (threads > 1) continue;
    const parts = await train('parts', threads, dice.from(1, 5));
    await resume(parts, dice.from(5, 9));
    await resume(parts, null);
    assert.deepEqual(await outcome(parts), await outcome(first), 'resumed');
    await checkEvaluation(first);
  }
  await rm(folder, { recursive: true });

  async function train(name: string, threads: number, maxSteps: number | null): Promise<string> {
    const modelFile = path.join(folder, 'random.cnn.ts');
    await writeFile(modelFile, '// The model is given to the job as data.\n');
    const run = path.join(folder, name);
    const options = { run, device: 'cpu', threads, epochs: null, seed: null, maxSteps } as const;
    await runTrainingJob({ kind: 'new', modelFile, ...options }, async () => ({ model, files: [modelFile] }), never);
    return run;
  }
}

async function resume(run: string, maxSteps: number | null): Promise<void> {
  await runTrainingJob({ kind: 'resume', run, maxSteps }, () => assert.fail('it reads no model file'), never);
}

/** All that a run keeps, times apart. */
async function outcome(run: string) {
  const { tensors } = await readState(run, await readModel(run));
  const { events } = await new MetricsReader(run).read();
  const untimed = events
    .filter(({ event }) => event === 'step' || event === 'epoch' || event === 'checkpoint')
    .map((event) => ({ ...event, seconds: 0, imagesPerSecond: 0 }));
  const epochs = await listCheckpoints(run);
  const weights = await Promise.all(epochs.map((epoch) => readFile(path.join(run, runLayout.checkpoint(epoch)))));
  return { tensors, untimed, weights, evaluation: await readEvaluation(run) };
}

async function checkEvaluation(run: string): Promise<void> {
  const { events } = await new MetricsReader(run).read();
  const last = events.filter((event) => event.event === 'epoch').at(-1);
  const logged = await readEvaluation(run);
  const evaluation = await evaluateCheckpoint(run, null);
  assert.deepEqual(evaluation, logged);
  assert.deepEqual([evaluation.loss, evaluation.accuracy], [last?.validationLoss, last?.validationAccuracy]);
}

function trainable(seed: number, dice: Dice): ModelSpec {
  const { model } = randomModel(seed);
  const { train, validation } = {
    train: { images: 'train-images', labels: 'train-labels' },
    validation: { images: 'validation-images', labels: 'validation-labels' },
  };
  const augment = Array.from({ length: dice.below(4) }, () => randomAugmentation(dice));
  const standardize = !dice.once(4);
  return { ...model, data: { kind: 'idx', options: { train, validation, classNames: [], standardize, augment } } };
}

function randomAugmentation(dice: Dice): AugmentationSpec {
  return dice.pick<AugmentationSpec>([
    { kind: 'randomHorizontalFlip', options: { probability: 0.5 } },
    { kind: 'randomVerticalFlip', options: { probability: 0.5 } },
    { kind: 'randomCrop', options: { padding: [1, 2, 0, 1], fill: 9, paddingMode: dice.pick(['constant', 'edge']) } },
    { kind: 'randomResizedCrop', options: { scale: [0.5, 1], ratio: [0.75, 1.5] } },
    { kind: 'randomRotation', options: { degrees: [-20, 10], interpolation: 'bilinear', fill: 3 } },
    {
      kind: 'randomAffine',
      options: {
        degrees: [-5, 5],
        translate: [0.1, 0.2],
        scale: [0.9, 1.2],
        shear: [-3, 3],
        interpolation: 'nearest',
        fill: 0,
      },
    },
    {
      kind: 'colorJitter',
      options: { brightness: [0.8, 1.2], contrast: [0.5, 1], saturation: [0.5, 1.5], hue: [-0.1, 0.1] },
    },
    { kind: 'randomErasing', options: { probability: 0.5, scale: [0.1, 0.3], ratio: [0.5, 2], value: 7 } },
  ]);
}

/** IDX files of noise in the model's shape. */
async function writeImages(dice: Dice, folder: string, { nodes, outputs }: ModelSpec): Promise<void> {
  const [image, classes] = [nodes[0]!.shape, classesOf(nodes[outputs[0]!]!.shape[0]!)];
  for (const [split, count] of Object.entries({ train: dice.from(11, 30), validation: dice.from(3, 12) })) {
    const pixels = Uint8Array.from({ length: count * sizeOf(image) }, () => dice.below(256));
    const labels = Uint8Array.from({ length: count }, (_, index) => index % classes);
    await writeFile(path.join(folder, `${split}-images`), Buffer.concat([idxHeader([count, ...image]), pixels]));
    await writeFile(path.join(folder, `${split}-labels`), Buffer.concat([idxHeader([count]), labels]));
  }
}

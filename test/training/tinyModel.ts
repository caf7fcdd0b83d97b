/** The model of `tinyData.ts`, built without the sandbox. */
import {
  adam,
  batchNorm2d,
  binaryCrossEntropy,
  conv2d,
  cosine,
  crossEntropy,
  dense,
  dropout,
  flatten,
  idx,
  maxPool2d,
  model,
  relu,
  type Training,
} from '../../src/cnn/index.ts';
import type { ModelSpec, TrainingSpec } from '../../src/model/spec.ts';
import { specOf } from '../model/build.ts';

/** `outputs`: of its last layer. */
export function tinyModel(
  change: Partial<TrainingSpec> = {},
  outputs = 4,
): ModelSpec & { readonly training: TrainingSpec } {
  const spec = specOf(
    model({
      name: 'corners',
      input: [1, 8, 8],
      layers: [
        conv2d(4, 3, { padding: 1 }),
        batchNorm2d(),
        relu(),
        maxPool2d(2),
        flatten(),
        dropout(0.25),
        dense(16),
        relu(),
        dense(outputs),
      ],
      data: idx({
        train: { images: 'train-images', labels: 'train-labels' },
        validation: { images: 'validation-images', labels: 'validation-labels' },
      }),
      training: {
        epochs: 4,
        batchSize: 16,
        loss: outputs === 1 ? binaryCrossEntropy() : crossEntropy(),
        optimizer: adam({ learningRate: cosine(0.01) }),
        seed: 3,
      },
    }),
  );
  if (spec.training === null) throw new Error('The tiny model has a training.');
  return { ...spec, training: { ...spec.training, ...change } };
}

/** The training of a model file that gives these options. */
export function trainingOf(options: Partial<Training>): TrainingSpec {
  const usual = { epochs: 3, batchSize: 16, loss: crossEntropy(), optimizer: adam() };
  const { training } = specOf(
    model({ input: [1, 2, 2], layers: [flatten(), dense(4)], training: { ...usual, ...options } }),
  );
  if (training === null) throw new Error('The model has a training.');
  return training;
}

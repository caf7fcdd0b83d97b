/** What is exported and compared with PyTorch: every layer in several shapes, and whole networks. */
import path from 'node:path';
import * as cnn from '../../src/cnn/index.ts';
import type { ModelSpec, OptimizerSpec, Shape } from '../../src/model/spec.ts';
import { specOf } from '../model/build.ts';
import { cases, single } from '../model/pytorchCases.ts';
import { randomModel } from '../model/randomModels.ts';
import { tinyModel } from '../training/tinyModel.ts';

const { adam, add, avgPool2d, batchNorm2d, concat, conv2d, cosine, crossEntropy, dense, dropout, flatten, idx } = cnn;
const { globalAvgPool2d, input, localResponseNorm, logSoftmax, maxPool2d, model, multiply, relu, sequential } = cnn;
const { sgd, sigmoid, tanh, upsample2d, zeroPad2d } = cnn;
const { adamW, binaryCrossEntropy, exponential, meanSquaredError, multiStepDecay, rmsprop, stepDecay, warmup } = cnn;

export interface LayerCase {
  readonly name: string;
  readonly model: ModelSpec;
}

/** Beside those of pytorchCases.json: what PyTorch cannot say in one module. */
const further: readonly (readonly [kind: string, args: readonly unknown[], input: Shape])[] = [
  ['conv2d', [3, 3, { padding: 'same', stride: 2 }], [4, 7, 8]],
  ['conv2d', [3, [3, 2], { padding: 'same', stride: [2, 3], dilation: [1, 2] }], [2, 9, 10]],
  ['conv2d', [6, 5, { groups: 3, padding: [2, 1, 0, 3] }], [3, 6, 5]],
  ['conv2d', [6, 3, { groups: 6, padding: 1, bias: false }], [6, 8, 8]],
  ['conv2d', [5, 1], [7, 4, 3]],
  ['conv2d', [4, [8, 6]], [3, 8, 6]],
  ['convTranspose2d', [3, 3, { stride: 2, padding: [1, 0, 2, 1], outputPadding: 1 }], [4, 3, 4]],
  ['maxPool2d', [3, { padding: [0, 1, 1, 0] }], [2, 7, 6]],
  ['maxPool2d', [3, { padding: 'same', stride: 2 }], [2, 8, 7]],
  ['maxPool2d', [3, { padding: [1, 0, 0, 1], stride: 2, ceilMode: true }], [2, 8, 7]],
  ['maxPool2d', [3, { padding: 2, dilation: 2 }], [2, 9, 8]],
  ['maxPool2d', [2, { padding: 2, dilation: 4 }], [2, 9, 8]],
  ['avgPool2d', [3, { padding: 'same', stride: 2 }], [2, 8, 7]],
  ['avgPool2d', [3, { padding: 'same', stride: 2, countIncludePad: false }], [2, 8, 7]],
  ['avgPool2d', [3, { padding: [0, 1, 1, 0], stride: 2, ceilMode: true }], [2, 8, 7]],
  ['avgPool2d', [3, { padding: [0, 1, 1, 0], stride: 2, ceilMode: true, countIncludePad: false }], [2, 8, 7]],
  ['avgPool2d', [2, { padding: [0, 1, 0, 1], stride: 3, ceilMode: true }], [2, 8, 9]],
  ['avgPool2d', [[4, 3], { padding: [2, 1, 0, 1], stride: [3, 2], ceilMode: true }], [2, 9, 8]],
  ['adaptiveAvgPool2d', [[4, 3]], [3, 8, 6]],
  ['upsample2d', [[2, 3], { mode: 'bilinear' }], [3, 5, 4]],
  ['upsample2d', [3], [1, 2, 2]],
  ['reshape', [[12]], [3, 2, 2]],
  ['layerNorm', [], [4, 5, 6]],
  ['groupNorm', [2], [8, 5, 1]],
  ['localResponseNorm', [1, { alpha: 0.5 }], [4, 3, 3]],
  ['localResponseNorm', [2, { alpha: 0.5 }], [5, 3, 3]],
  ['localResponseNorm', [3, { alpha: 1, beta: 0.5 }], [6, 4, 5]],
  ['localResponseNorm', [3, { alpha: 0, k: 2 }], [4, 3, 3]],
  ['localResponseNorm', [2, { beta: 0 }], [4, 3, 3]],
  ['batchNorm2d', [], [8, 6, 5]],
  ['dropout', [0.5], [3, 4, 4]],
  ['dense', [7], [12]],
  ['softmax', [], [6, 3, 2]],
  ['logSoftmax', [], [9]],
];

/** Each once: in the file some are there for evaluation and for training. */
const ofFile = cases
  .filter(({ training }) => training !== true)
  .map(({ kind, args, input }) => [kind, args, input] as const);

const ofKind: readonly LayerCase[] = [...ofFile, ...further].map(([kind, args, shape]) => ({
  name: `${kind}(${JSON.stringify(args).slice(1, -1)}) of ${shape.join('×')}`,
  model: specOf(single({ kind, args, input: shape })),
}));

function graph(name: string, shape: [number, number, number], outputs: (x: cnn.Tensor) => cnn.Tensor): LayerCase {
  const x = input(shape);
  return { name, model: specOf(model({ name, inputs: x, outputs: outputs(x) })) };
}

const graphs: readonly LayerCase[] = [
  graph('a layer used twice', [3, 6, 5], (x) => {
    const shared = conv2d(3, 3, { padding: 1 });
    return shared(relu()(shared(x)));
  }),
  graph("a shared convolution, padded to 'same', on two sizes", [2, 9, 8], (x) => {
    const shared = conv2d(2, 3, { padding: 'same', stride: 2 });
    return shared(shared(x));
  }),
  graph('branches inside branches', [4, 6, 6], (x) => {
    const inner = (y: cnn.Tensor) => add(y, sequential([conv2d(4, 1), tanh()])(y));
    const wide = concat(inner(x), conv2d(2, 3, { padding: 1 })(x), maxPool2d(3, { stride: 1, padding: 1 })(x));
    return add(conv2d(4, 1)(wide), inner(inner(x)), x);
  }),
  graph('squeeze and excitation', [6, 5, 4], (x) =>
    multiply(sequential([globalAvgPool2d(), conv2d(2, 1), relu(), conv2d(6, 1), sigmoid()])(x), x),
  ),
  graph('a dense block', [2, 5, 5], (x) => {
    let y = x;
    for (let index = 0; index < 3; index++)
      y = concat(y, sequential([batchNorm2d(), relu(), conv2d(2, 3, { padding: 1 })])(y));
    return y;
  }),
  graph('zeros before a max pooling of numbers below zero', [3, 5, 6], (x) =>
    sequential([logSoftmax(), zeroPad2d(1), maxPool2d(3)])(x),
  ),
  graph('zeros as wide as the windows of the poolings after them', [2, 4, 5], (x) =>
    sequential([zeroPad2d(2), avgPool2d(2), zeroPad2d([0, 3, 0, 3]), maxPool2d(3, { stride: 2 })])(x),
  ),
  graph('down and up with a skip', [2, 6, 8], (x) => {
    const down = sequential([conv2d(4, 3, { padding: 1 }), relu(), maxPool2d(2)])(x);
    return conv2d(2, 1)(concat(sequential([conv2d(4, 1), upsample2d(2)])(down), x));
  }),
];

/** Names that Python or PyTorch have taken. */
const named: LayerCase = {
  name: 'layers named class, train, weight, _private and x',
  model: specOf(
    model({
      name: 'class',
      input: [2, 6, 6],
      layers: [
        conv2d(3, 3, { name: 'class', padding: [0, 1, 0, 1] }),
        conv2d(3, 1, { name: 'class_' }),
        relu({ name: 'class__pad' }),
        conv2d(2, 3, { name: 'train' }),
        batchNorm2d({ name: '_private' }),
        flatten({ name: 'weight' }),
        dense(3, { name: 'x' }),
      ],
    }),
  ),
};

export const layerCases: readonly LayerCase[] = [...ofKind, ...graphs, named];

/** A network with everything that its training script needs. */
export interface NetworkCase {
  readonly name: string;
  /** A model file, or the model itself. */
  readonly model: string | ModelSpec;
  /** Instead of the model's own. */
  readonly optimizer: OptimizerSpec | null;
  /** Compared with PyTorch in float64, in batches of these sizes: usually, and in every fifth step. */
  readonly exact?: { readonly batchSize: number; readonly remainder: number };
}

const root = path.resolve(import.meta.dirname, '../..');
const files = { images: 'images', labels: 'labels' };
const data = idx({ train: files, validation: files });
const training = { epochs: 1, batchSize: 8, loss: crossEntropy(), optimizer: sgd() };

/** What of a training is other than usual. */
type Way = Partial<NonNullable<Parameters<typeof model>[0]['training']>>;

function network(
  name: string,
  shape: [number, number, number],
  outputs: (x: cnn.Tensor) => cnn.Tensor,
  change: Way = {},
): ModelSpec {
  const x = input(shape);
  return specOf(model({ name, inputs: x, outputs: outputs(x), data, training: { ...training, ...change } }));
}

const inception = network('Inception, small', [3, 32, 32], (x) => {
  const unit = (channels: number, size: number) =>
    sequential([conv2d(channels, size, { padding: 'same', bias: false }), batchNorm2d(), relu()]);
  const block = (y: cnn.Tensor) =>
    concat(
      unit(8, 1)(y),
      sequential([unit(6, 1), unit(12, 3)])(y),
      sequential([unit(4, 1), unit(6, 5)])(y),
      sequential([maxPool2d(3, { stride: 1, padding: 1 }), unit(6, 1)])(y),
    );
  const stem = sequential([unit(16, 3), maxPool2d(3, { stride: 2, ceilMode: true })])(x);
  return sequential([maxPool2d(2), globalAvgPool2d(), flatten(), dense(10)])(block(block(stem)));
});

const alexnet = network('AlexNet, small', [3, 63, 63], (x) =>
  sequential([
    ...[
      conv2d(24, 11, { stride: 4 }),
      relu(),
      localResponseNorm(5, { alpha: 5e-4, k: 2 }),
      maxPool2d(3, { stride: 2 }),
    ],
    ...[conv2d(32, 5, { padding: 2, groups: 2 }), relu(), localResponseNorm(5, { alpha: 5e-4, k: 2 })],
    ...[conv2d(48, 3, { padding: 1 }), relu(), conv2d(32, 3, { padding: 1, groups: 2 }), relu()],
    ...[maxPool2d(3, { stride: 2 }), flatten(), dense(64), relu(), dropout(), dense(10)],
  ])(x),
);

/**
 * Deep networks with batch normalisation magnify rounding from step to step: at a rate of 0.01 PyTorch in float32 is
 * 0.1 away from PyTorch in float64 after ten steps of ResNet-20, at this rate 2e-5.
 */
const small = 1e-4;

const plain = (rate: number): OptimizerSpec => ({
  kind: 'sgd',
  learningRate: { kind: 'constant', learningRate: rate },
  ...{ momentum: 0, dampening: 0, nesterov: false, weightDecay: 0 },
});

export const networkCases: readonly NetworkCase[] = [
  { name: 'LeNet-5', model: path.join(root, 'examples', 'lenet5.cnn.ts'), optimizer: plain(0.01) },
  {
    name: 'LeNet-5 of 1998',
    model: path.join(root, 'examples', 'lenet5-1998.cnn.ts'),
    optimizer: plain(small),
  },
  {
    name: 'ResNet-20',
    model: path.join(root, 'bench', 'models', 'resnet20.cnn.ts'),
    optimizer: plain(small),
  },
  {
    name: 'MobileNetV2, small',
    model: path.join(root, 'bench', 'models', 'mobilenet.cnn.ts'),
    optimizer: plain(small),
  },
  { name: 'Inception, small', model: inception, optimizer: plain(small) },
  { name: 'AlexNet, small', model: alexnet, optimizer: plain(0.01) },
];

/** A little network, to be trained in every way that there is. */
const little = (outputs: number, change: Way) =>
  network(
    'résnet 20!',
    [1, 8, 8],
    sequential([
      ...[conv2d(4, 3, { padding: 1, bias: false }), batchNorm2d(), tanh(), avgPool2d(2), flatten(), dropout(0.25)],
      ...[dense(16), tanh(), dense(outputs)],
    ]),
    { optimizer: sgd({ learningRate: 0.1 }), ...change },
  );

const sixSteps = { steps: 6 };

const waysToTrain: Readonly<Record<string, Way & { readonly outputs?: number }>> = {
  'plain sgd': { optimizer: sgd({ learningRate: 0.1 }) },
  'sgd with momentum': { optimizer: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, dampening: 0.3 }) },
  'sgd with Nesterov momentum': { optimizer: sgd({ learningRate: 0.05, momentum: 0.8, nesterov: true }) },
  adam: { optimizer: adam({ learningRate: 0.01 }) },
  'adam with everything': {
    optimizer: adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.02 }),
  },
  adamW: { optimizer: adamW({ learningRate: 0.01 }) },
  'adamW with much decay': { optimizer: adamW({ learningRate: 0.01, weightDecay: 0.5 }) },
  rmsprop: { optimizer: rmsprop({ learningRate: 1e-3 }) },
  'rmsprop with everything': {
    optimizer: rmsprop({
      learningRate: 1e-3,
      alpha: 0.9,
      epsilon: 1e-4,
      momentum: 0.5,
      centered: true,
      weightDecay: 0.02,
    }),
  },
  cosine: { optimizer: sgd({ learningRate: cosine(0.1, { finalLearningRate: 0.01 }) }) },
  'step decay by steps': { optimizer: sgd({ learningRate: stepDecay(0.1, { steps: 4, gamma: 0.3 }) }) },
  'step decay by parts of an epoch': { optimizer: sgd({ learningRate: stepDecay(0.1, { epochs: 0.25 }) }) },
  milestones: { optimizer: sgd({ learningRate: multiStepDecay(0.1, { steps: [3, 5, 9], gamma: 0.3 }) }) },
  'milestones in epochs': { optimizer: sgd({ learningRate: multiStepDecay(0.1, { epochs: [0.2, 0.4] }) }) },
  exponential: { optimizer: sgd({ learningRate: exponential(0.1, { gamma: 0.5 }) }) },
  'exponential by steps': { optimizer: sgd({ learningRate: exponential(0.1, { steps: 3, gamma: 0.5 }) }) },
  'warm-up to a number': { optimizer: sgd({ learningRate: warmup(0.1, { ...sixSteps, startFactor: 0.1 }) }) },
  'warm-up, then cosine': { optimizer: sgd({ learningRate: warmup(cosine(0.1), sixSteps) }) },
  'warm-up, then step decay': {
    optimizer: sgd({ learningRate: warmup(stepDecay(0.1, { steps: 2 }), { epochs: 0.35 }) }),
  },
  'warm-up, then exponential': {
    optimizer: sgd({ learningRate: warmup(exponential(0.1, { steps: 1, gamma: 0.8 }), { steps: 3 }) }),
  },
  'smoothed labels': { loss: crossEntropy({ labelSmoothing: 0.1 }) },
  'binary cross-entropy': { loss: binaryCrossEntropy() },
  'binary cross-entropy of one output': { loss: binaryCrossEntropy(), outputs: 1 },
  'mean squared error': { loss: meanSquaredError() },
  'mean squared error of one output': { loss: meanSquaredError(), outputs: 1 },
  'gradients clipped by norm': { clipGradNorm: 0.2 },
  'gradients clipped by value': { clipGradValue: 0.01 },
};

export const trainingCases: readonly NetworkCase[] = Object.entries(waysToTrain).map(
  ([name, { outputs = 4, ...way }]) => ({
    name,
    model: little(outputs, way),
    optimizer: null,
  }),
);

const optimizers = {
  sgd: (learningRate: cnn.Schedule) => sgd({ learningRate, momentum: 0.9, weightDecay: 0.01, dampening: 0.2 }),
  Nesterov: (learningRate: cnn.Schedule) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  adam: (learningRate: cnn.Schedule) => adam({ learningRate, weightDecay: 0.01 }),
  adamW: (learningRate: cnn.Schedule) => adamW({ learningRate, weightDecay: 0.3 }),
  rmsprop: (learningRate: cnn.Schedule) => rmsprop({ learningRate, momentum: 0.5, centered: true }),
};

const schedules = {
  cosine: cosine(2e-3, { finalLearningRate: 1e-4 }),
  'step decay': stepDecay(2e-3, { epochs: 0.25 }),
  milestones: multiStepDecay(2e-3, { steps: [3, 6] }),
  exponential: exponential(2e-3, { gamma: 0.5 }),
  'warm-up': warmup(2e-3, { steps: 6 }),
  'warm-up, then cosine': warmup(cosine(2e-3), { epochs: 0.3 }),
};

/** A whole network by every optimizer with every schedule. */
export const lenetCases = (): readonly NetworkCase[] =>
  Object.entries(optimizers).flatMap(([optimizer, create]) =>
    Object.entries(schedules).map(([schedule, rate]) => ({
      name: `LeNet-5 by ${optimizer}, ${schedule}`,
      model: path.join(root, 'examples', 'lenet5.cnn.ts'),
      optimizer: optimizerOf({ optimizer: create(rate) }),
      exact: { batchSize: 8, remainder: 5 },
    })),
  );

function optimizerOf(way: Way): OptimizerSpec {
  const spec = network('optimized', [1, 2, 2], sequential([flatten(), dense(2)]), way);
  if (spec.training === null) throw new Error('It has a training');
  return spec.training.optimizer;
}

/** A model that a seed makes, as it is to be trained. */
export function randomCase(seed: number): NetworkCase {
  const { model, remainder } = randomModel(seed);
  const { batchSize } = model.training;
  return { name: `random ${seed}`, model, optimizer: null, exact: { batchSize, remainder } };
}

/**
 * A small part of what `npm run bench -- parity` compares. These differ by a fifth of the tolerance at most,
 * so that another processor may round otherwise; the eighteenth differs by half.
 */
export const randomCases: readonly NetworkCase[] = Array.from({ length: 21 }, (_, index) => index + 1)
  .filter((seed) => seed !== 18)
  .map(randomCase);

/** Learned from the images of tinyData.ts, by the exported script alone. */
export const scriptCases: readonly LayerCase[] = [
  { name: 'as they are', model: tinyModel() },
  {
    name: 'changed at random',
    model: specOf(
      model({
        name: 'changed corners',
        input: [1, 8, 8],
        layers: [conv2d(8, 3, { padding: 1 }), batchNorm2d(), relu(), maxPool2d(2), flatten(), dense(4)],
        data: idx({
          train: { images: 'train-images', labels: 'train-labels' },
          validation: { images: 'validation-images', labels: 'validation-labels' },
          augment: [
            cnn.randomCrop({ padding: [1, 0, 0, 1], fill: 3 }),
            cnn.randomCrop({ padding: 1, paddingMode: 'reflect' }),
            cnn.randomResizedCrop({ scale: [0.9, 1] }),
            // Corners are what is to be told apart.
            cnn.randomHorizontalFlip(0),
            cnn.randomVerticalFlip(0),
            cnn.randomRotation([-5, 10], { interpolation: 'bilinear', fill: 9 }),
            cnn.randomAffine(3, { translate: [0.05, 0.1], scale: [0.9, 1.1], shear: 3 }),
            cnn.colorJitter({ brightness: 0.2, contrast: [0.8, 1.1], saturation: 0.1, hue: 0.05 }),
            cnn.randomErasing({ probability: 0.1, scale: [0.02, 0.1], value: 7 }),
          ],
        }),
        training: {
          ...training,
          batchSize: 16,
          optimizer: adam({ learningRate: warmup(cosine(0.02), { epochs: 1 }) }),
          clipGradNorm: 5,
        },
      }),
    ),
  },
];

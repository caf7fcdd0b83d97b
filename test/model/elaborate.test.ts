import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import { modelParameters } from '../../src/model/parameters.ts';
import { elaborated, specOf } from './build.ts';

const { adam, avgPool2d, conv2d, cosine, crossEntropy, dense, flatten, mnist, model, tanh } = cnn;

const lenet5 = () =>
  model({
    name: 'LeNet-5',
    input: [1, 28, 28],
    layers: [
      conv2d(6, 5, { padding: 2 }),
      tanh(),
      avgPool2d(2),
      conv2d(16, 5),
      tanh(),
      avgPool2d(2),
      flatten(),
      dense(120),
      tanh(),
      dense(84),
      tanh(),
      dense(10),
    ],
    data: mnist(),
    training: {
      epochs: 12,
      batchSize: 128,
      loss: crossEntropy(),
      optimizer: adam({ learningRate: cosine(2e-3) }),
      seed: 1,
    },
  });

describe('elaborate', () => {
  it('counts LeNet-5 as the textbooks do', () => {
    const { report, spec, problems } = elaborated(lenet5());
    assert.deepEqual(problems, []);
    const rows = report?.nodes.map(({ name, output, params, macs, receptiveField }) => [
      name,
      output.join('×'),
      params,
      macs,
      receptiveField?.join('×') ?? null,
    ]);
    assert.deepEqual(rows, [
      ['conv2d_1', '6×28×28', 6 * 25 + 6, 6 * 28 * 28 * 25, '5×5'],
      ['tanh_1', '6×28×28', 0, 0, '5×5'],
      ['avgPool2d_1', '6×14×14', 0, 0, '6×6'],
      ['conv2d_2', '16×10×10', 2416, 16 * 10 * 10 * 6 * 25, '14×14'],
      ['tanh_2', '16×10×10', 0, 0, '14×14'],
      ['avgPool2d_2', '16×5×5', 0, 0, '16×16'],
      ['flatten_1', '400', 0, 0, null],
      ['dense_1', '120', 48_120, 48_000, null],
      ['tanh_3', '120', 0, 0, null],
      ['dense_2', '84', 10_164, 10_080, null],
      ['tanh_4', '84', 0, 0, null],
      ['dense_3', '10', 850, 840, null],
    ]);
    assert.deepEqual(report?.totals, {
      params: 61_706,
      macs: 117_600 + 240_000 + 48_000 + 10_080 + 840,
      activations: 4704 * 2 + 1176 + 1600 * 2 + 400 + 400 + 120 * 2 + 84 * 2 + 10,
    });
    assert.deepEqual(report?.nodes[3]?.formula, [
      'height = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10',
      'width = ⌊(14 − 5 + 0 + 0) / 1⌋ + 1 = 10',
    ]);
    assert.deepEqual(spec?.training, {
      epochs: 12,
      batchSize: 128,
      seed: 1,
      loss: { kind: 'crossEntropy', labelSmoothing: 0 },
      optimizer: {
        kind: 'adam',
        learningRate: { kind: 'cosine', learningRate: 0.002, finalLearningRate: 0 },
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
      },
      clipGradNorm: null,
      clipGradValue: null,
    });
    assert.deepEqual(spec?.data, { kind: 'mnist', options: { augment: [], standardize: true } });
  });

  it('names parameters and their first distributions as PyTorch does', () => {
    const parameters = modelParameters(specOf(lenet5()));
    assert.deepEqual(
      parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`),
      [
        'conv2d_1.weight 6×1×5×5',
        'conv2d_1.bias 6',
        'conv2d_2.weight 16×6×5×5',
        'conv2d_2.bias 16',
        'dense_1.weight 120×400',
        'dense_1.bias 120',
        'dense_2.weight 84×120',
        'dense_2.bias 84',
        'dense_3.weight 10×84',
        'dense_3.bias 10',
      ],
    );
    assert.deepEqual(parameters[2]?.initial, { kind: 'uniform', bound: 1 / Math.sqrt(150) });
    assert.deepEqual(parameters[5]?.initial, { kind: 'uniform', bound: 0.05 });
  });
});

import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import type { OptimizerSpec } from '../../src/model/spec.ts';
import { slotsOf, trainingBytes } from '../../src/model/trainingMemory.ts';
import { programMemory } from '../../src/tensor/memory.ts';
import { noiseImages } from '../../src/training/noise.ts';
import { createOptimizer } from '../../src/training/optimizers/index.ts';
import { packModel } from '../../src/training/packing.ts';
import { trainingProgram } from '../../src/training/step.ts';
import { elaborated } from './build.ts';

const learningRate = { kind: 'constant', learningRate: 0.01 } as const;
const sgd = { kind: 'sgd', learningRate, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0 } as const;
const moments = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const rmsprop = { kind: 'rmsprop', learningRate, alpha: 0.9, epsilon: 1e-8, momentum: 0, centered: false } as const;

const optimizers: readonly OptimizerSpec[] = [
  sgd,
  { ...sgd, momentum: 0.9 },
  { kind: 'adam', ...moments },
  { kind: 'adamW', ...moments },
  { ...rmsprop, weightDecay: 0 },
  { ...rmsprop, weightDecay: 0, momentum: 0.9, centered: true },
];

describe('memory in training', () => {
  for (const optimizer of optimizers) {
    it(`counts what ${JSON.stringify(optimizer)} keeps beside a weight`, () => {
      assert.equal(slotsOf(optimizer), createOptimizer(optimizer).slots.length);
    });
  }

  it('is, over all layers, what a step of training is found to take: not less, and not twice as much', () => {
    const { conv2d, relu, maxPool2d, flatten, dense } = cnn;
    const layers = [conv2d(32, 3), relu(), conv2d(32, 3), relu(), maxPool2d(2), flatten(), dense(128), dense(10)];
    const training = { epochs: 1, batchSize: 64, loss: cnn.crossEntropy(), optimizer: cnn.adam() };
    const { spec, report } = elaborated(cnn.model({ input: [1, 28, 28], layers, data: cnn.mnist(), training }));
    assert.ok(spec?.training && report);
    const { training: read } = spec;
    const counted = report.nodes.reduce((sum, node) => sum + trainingBytes(node, read), 0);
    const optimizer = createOptimizer(read.optimizer);
    const program = trainingProgram(spec, read, noiseImages(spec), read.batchSize, packModel(spec), optimizer);
    const { held, live } = programMemory(program);
    const found = held + live;
    assert.ok(counted > 0.9 * found && counted < 2 * found, `${counted} counted, ${found} found`);
  });
});

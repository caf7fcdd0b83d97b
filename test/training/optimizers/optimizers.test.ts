/** Ten steps of every optimizer with every option against PyTorch's. */
import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import type { OptimizerSpec } from '../../../src/model/spec.ts';
import { input } from '../../../src/tensor/values.ts';
import { createOptimizer } from '../../../src/training/optimizers/index.ts';
import { learningRate } from '../../../src/training/schedule.ts';
import { pytorchTraining, recordedTraining, wave, worst, written } from '../pytorchTraining.ts';

const size = 7;

describe('optimizers', () => {
  let engine: Engine;
  before(async () => {
    engine = await createOnnxRuntimeEngine({ threads: 1 });
  });
  after(() => engine.dispose());

  /** The weights after each of `steps` steps along gradients that are given, by the program that a device runs. */
  async function descent(spec: OptimizerSpec, steps: number, gradientAt: (step: number) => Float32Array) {
    const optimizer = createOptimizer(spec);
    const [parameter, gradient] = [input([size]), input([size])];
    const slots = optimizer.slots.map((name) => ({ name, value: input([size]) }));
    const scalars = optimizer.scalars.map((name) => ({ name, value: input([]) }));
    const next = optimizer.update({
      parameter,
      gradient,
      slots: slots.map(({ value }) => value),
      scalars: scalars.map(({ value }) => value),
    });
    const executable = await engine.compile({
      inputs: [{ name: 'gradient', value: gradient }, ...scalars],
      state: [
        { name: 'w', value: parameter, next: next.parameter },
        ...slots.map((slot, index) => ({ ...slot, next: next.slots[index]! })),
      ],
      outputs: [],
    });
    const zeros = Object.fromEntries(slots.map(({ name }) => [name, { shape: [size], data: new Float32Array(size) }]));
    const state = await engine.createState({ w: { shape: [size], data: wave(size, 5) }, ...zeros });
    const path: (readonly number[])[] = [];
    for (let step = 1; step <= steps; step++) {
      const rate = learningRate(spec.learningRate, step, { steps, stepsPerEpoch: steps });
      const numbers = optimizer.scalarsAt(step, rate);
      const named = scalars.map(({ name }, index) => [name, Float32Array.of(numbers[index]!)]);
      await executable.run(state, { gradient: gradientAt(step), ...Object.fromEntries(named) });
      path.push([...(await state.read(['w'])).w!]);
    }
    await executable.dispose();
    return path;
  }

  for (const { optimizer, weights } of pytorchTraining.optimizers) {
    it(`${written(optimizer)} goes where PyTorch's does`, async () => {
      const gradientAt = (step: number) => wave(size, step - 1, step === 4 ? 0 : 1);
      const path = await descent(recordedTraining({ optimizer }).optimizer, weights.length, gradientAt);
      for (const [index, expected] of weights.entries()) {
        assert.ok(worst(path[index]!, expected) <= 1e-5, `step ${index + 1}: ${path[index]}, not ${expected}`);
      }
    });
  }

  it('centered rmsprop stays finite where all gradients are the same', async () => {
    const { optimizer } = recordedTraining({
      optimizer: { builder: 'rmsprop', args: [{ centered: true, alpha: 0.5 }] },
    });
    const path = await descent(optimizer, 60, () => new Float32Array(size).fill(0.1));
    assert.ok(path.at(-1)!.every(Number.isFinite), String(path.at(-1)));
  });
});

/** Optimizers against torch.optim's documented algorithms, worked in float64 by loops written apart. */
import assert from 'node:assert/strict';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import type { OptimizerSpec } from '../../../src/model/spec.ts';
import { input } from '../../../src/tensor/values.ts';
import { createOptimizer } from '../../../src/training/optimizers/index.ts';

const start = [0.5, -1, 2];
const gradients = [
  [0.1, -0.2, 0.3],
  [-0.4, 0.5, 0],
  [0.05, 0.02, -1],
];

/** Weights after a step for each of `gradients`, by the program that a device runs. */
async function onDevice(spec: OptimizerSpec): Promise<number[]> {
  const optimizer = createOptimizer(spec);
  const [parameter, gradient] = [input([3]), input([3])];
  const slots = optimizer.slots.map((name) => ({ name, value: input([3]) }));
  const scalars = optimizer.scalars.map((name) => ({ name, value: input([]) }));
  const next = optimizer.update({
    parameter,
    gradient,
    slots: slots.map(({ value }) => value),
    scalars: scalars.map(({ value }) => value),
  });
  const engine = await createOnnxRuntimeEngine({ threads: 1 });
  const executable = await engine.compile({
    inputs: [{ name: 'gradient', value: gradient }, ...scalars],
    state: [
      { name: 'w', value: parameter, next: next.parameter },
      ...slots.map((slot, i) => ({ ...slot, next: next.slots[i]! })),
    ],
    outputs: [],
  });
  const zeros = Object.fromEntries(slots.map(({ name }) => [name, { shape: [3], data: new Float32Array(3) }]));
  const state = await engine.createState({ w: { shape: [3], data: Float32Array.from(start) }, ...zeros });
  for (const [index, values] of gradients.entries()) {
    const given = optimizer.scalarsAt(index + 1, spec.learningRate.learningRate);
    const named = Object.fromEntries(scalars.map(({ name }, i) => [name, Float32Array.of(given[i]!)]));
    await executable.run(state, { gradient: Float32Array.from(values), ...named });
  }
  const { w } = await state.read(['w']);
  await executable.dispose();
  await engine.dispose();
  return [...w!];
}

function sgdByHand(momentum: number, nesterov: boolean, weightDecay: number): number[] {
  return start.map((first, i) => {
    let w = first;
    // torch: the buffer of the first step is the gradient itself.
    let buffer: number | null = null;
    for (const step of gradients) {
      const g = step[i]! + weightDecay * w;
      buffer = buffer === null ? g : momentum * buffer + g;
      w -= 0.1 * (nesterov ? g + momentum * buffer : buffer);
    }
    return w;
  });
}

function adamByHand(weightDecay: number): number[] {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  return start.map((first, i) => {
    let [w, m, v] = [first, 0, 0];
    for (const [index, step] of gradients.entries()) {
      const t = index + 1;
      const g = step[i]! + weightDecay * w;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g ** 2;
      w -= (0.1 * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
    }
    return w;
  });
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]!) < 2e-6, `${actual} should be ${expected}`);
  }
}

describe('optimizers', () => {
  const learningRate = { kind: 'constant', learningRate: 0.1 } as const;
  const sgd = { kind: 'sgd', learningRate, momentum: 0, nesterov: false, weightDecay: 0 } as const;
  const adam = { kind: 'adam', learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

  it('sgd: a step is the learning rate times the gradient', async () => {
    // 0.5 − 0.1·(0.1 − 0.4 + 0.05) and so on.
    assertClose(await onDevice(sgd), [0.525, -1.032, 2.07]);
  });
  it('sgd with momentum and weight decay', async () => {
    assertClose(await onDevice({ ...sgd, momentum: 0.9, weightDecay: 0.01 }), sgdByHand(0.9, false, 0.01));
  });
  it('sgd with Nesterov momentum', async () => {
    assertClose(await onDevice({ ...sgd, momentum: 0.9, nesterov: true }), sgdByHand(0.9, true, 0));
  });
  it('adam', async () => {
    assertClose(await onDevice(adam), adamByHand(0));
  });
  it('adam with weight decay', async () => {
    assertClose(await onDevice({ ...adam, weightDecay: 0.1 }), adamByHand(0.1));
  });
});

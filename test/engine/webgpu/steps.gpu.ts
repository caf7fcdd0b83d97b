/** Whole training steps on the GPU against the CPU, and what an engine has to keep there. */
import assert from 'node:assert/strict';
import * as cnn from '../../../src/cnn/index.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import type { ProviderId } from '../../../src/engine/onnxruntime/providers.ts';
import { modelBuffers, modelParameters } from '../../../src/model/parameters.ts';
import { conv2d as convolve, multiply, add as plus, sum } from '../../../src/tensor/ops/index.ts';
import { input as tensor } from '../../../src/tensor/values.ts';
import { initialise } from '../../../src/training/initialise.ts';
import type { Tensor } from '../../../src/training/safetensors.ts';
import { Session } from '../../../src/training/session.ts';
import { specOf } from '../../model/build.ts';

const { add, avgPool2d, batchNorm2d, conv2d, crossEntropy, dense, flatten, globalAvgPool2d, input } = cnn;
const { maxPool2d, mnist, model, relu, sequential, sgd, tanh } = cnn;

const training = {
  epochs: 1,
  batchSize: 4,
  loss: crossEntropy(),
  optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
  seed: 1,
};
const lenet = [
  ...[conv2d(6, 5, { padding: 2 }), tanh(), avgPool2d(2), conv2d(16, 5), tanh(), avgPool2d(2)],
  ...[flatten(), dense(120), tanh(), dense(84), tanh(), dense(10)],
];
const pixels = input([1, 28, 28]);
const entry = [conv2d(6, 3, { padding: 1, stride: 2 }), batchNorm2d(), relu(), maxPool2d(3, { stride: 2 })];
const body = [conv2d(12, 3, { padding: 1 }), batchNorm2d(), relu(), conv2d(6, 3, { padding: 1 }), batchNorm2d()];
const entered = sequential(entry)(pixels);
const joined = relu()(add(entered, sequential(body)(entered)));
const residual = sequential([globalAvgPool2d(), flatten(), dense(10)])(joined);
const models = {
  'LeNet-5': model({ name: 'lenet', input: [1, 28, 28], layers: lenet, data: mnist(), training }),
  'a residual net with batch normalisation and max pooling': model({
    name: 'residual',
    inputs: pixels,
    outputs: residual,
    data: mnist(),
    training,
  }),
};

const images = { shape: [1, 28, 28], scale: [1 / 255], offset: [0] } as const;
const batch = (step: number) => ({
  size: 4,
  images: Uint8Array.from(
    { length: 4 * 784 },
    (_, index) => ((index + step * 77) * 37 + (index >> 5) * (index >> 3)) % 256,
  ),
  labels: Int32Array.from({ length: 4 }, (_, index) => (index * 3 + step) % 10),
});

describe('training steps on webgpu', () => {
  for (const [title, built] of Object.entries(models)) {
    it(`${title}: three steps as on the CPU, and the same bits in a second run`, async () => {
      const spec = specOf(built);
      const first = initialise([...modelParameters(spec), ...modelBuffers(spec)], 1);
      const trained = async (session: Session) => {
        const losses: number[] = [];
        for (let step = 1; step <= 3; step += 1) losses.push((await session.train(batch(step), step, 0.05)).loss);
        const { logits } = await session.evaluate(batch(9));
        const { weights, optimizerState } = await session.lend();
        const tensors = { ...weights, ...optimizerState };
        await session.dispose();
        return { losses: Float32Array.from(losses), logits, tensors };
      };
      const on = async (provider: ProviderId, runs: number) => {
        const engine = await createOnnxRuntimeEngine({ provider, threads: 1 });
        const results: Awaited<ReturnType<typeof trained>>[] = [];
        for (let run = 0; run < runs; run += 1) {
          results.push(await trained(await Session.create(engine, spec, spec.training!, images, first)));
        }
        await engine.dispose();
        return results;
      };
      const [cpu] = await on('cpu', 1);
      const [gpu, again] = await on('webgpu', 2);
      assert.deepEqual(again, gpu, 'two runs on the GPU');
      assertAsOnCpu('losses', gpu!.losses, cpu!.losses);
      assertAsOnCpu('logits', gpu!.logits, cpu!.logits);
      for (const [name, { data }] of Object.entries(cpu!.tensors)) {
        if (hasZeroGradient(name, cpu!.tensors)) continue;
        assertAsOnCpu(name, gpu!.tensors[name]!.data, data);
      }
    });
  }

  it('keeps memory flat over a thousand runs, and tensors beyond their program', async () => {
    const engine = await createOnnxRuntimeEngine({ provider: 'webgpu', threads: 1 });
    const shape = [64, 64, 3, 3];
    const [x, w] = [tensor([1, 64, 3, 3]), tensor(shape)];
    const next = plus(w, multiply(sum(convolve(x, w, null)), 0));
    const executable = await engine.compile({
      inputs: [{ name: 'x', value: x }],
      state: [{ name: 'w', value: w, next }],
      outputs: [],
    });
    const data = Float32Array.from({ length: 64 * 64 * 9 }, (_, index) => index % 7);
    const state = await engine.createState({ w: { shape, data } });
    const runs = async (count: number) => {
      for (let run = 0; run < count; run += 1) await executable.run(state, { x: new Float32Array(64 * 9) });
      return process.memoryUsage().rss;
    };
    const before = await runs(200);
    const after = await runs(1000);
    // One state of 147 kB lost in each run would be 147 MB.
    assert.ok(after - before < 40e6, `grew by ${((after - before) / 1e6).toFixed(1)} MB`);
    await executable.dispose();
    assert.deepEqual(await state.read(), { w: data });
    await state.dispose();
    await engine.dispose();
  });
});

/** Largest difference over the tensor's largest value: 1e-4 is a hundred times what sums in another order make. */
function assertAsOnCpu(what: string, actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length, what);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  const difference = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - actual[index]!)), 0);
  assert.ok(difference / scale <= 1e-4, `${what} differs by ${difference / scale} of its largest value`);
}

/** A bias before batch normalisation changes nothing: its gradient is rounding alone. */
const hasZeroGradient = (name: string, tensors: Readonly<Record<string, Tensor>>): boolean =>
  /conv2d_\d+\.bias$/.test(name) && 'batchNorm2d_1.weight' in tensors;

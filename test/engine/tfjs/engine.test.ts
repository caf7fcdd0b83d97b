/** What the TensorFlow.js engine keeps on the device: its state, and nothing else. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { TfjsEngine } from '../../../src/engine/tfjs/engine.ts';
import { modelBuffers, modelParameters } from '../../../src/model/parameters.ts';
import { add, multiply } from '../../../src/tensor/ops/index.ts';
import { input } from '../../../src/tensor/values.ts';
import { initialise } from '../../../src/training/initialise.ts';
import { Session } from '../../../src/training/session.ts';
import { tinyModel } from '../../training/tinyModel.ts';

describe('memory of the TensorFlow.js engine', () => {
  const held = () => {
    const { numTensors, numBytes } = tf.memory();
    return { numTensors, numBytes };
  };
  let start: ReturnType<typeof held>;
  before(() => tf.setBackend('cpu'));
  beforeEach(() => {
    start = held();
  });

  it('is flat from step to step, and free when the session ends', async () => {
    const model = tinyModel();
    const images = { shape: [1, 8, 8], scale: [1 / 255], offset: [0] } as const;
    const batch = { size: 4, images: new Uint8Array(4 * 64).fill(7), labels: Int32Array.of(0, 1, 2, 3) };
    const first = initialise([...modelParameters(model), ...modelBuffers(model)], 1);
    const session = await Session.create(new TfjsEngine(tf), model, model.training, images, first);
    const created = held();
    assert.ok(created.numTensors > start.numTensors, 'the state is on the device');
    for (let step = 1; step <= 8; step += 1) {
      await session.train(batch, step, 0.01);
      await session.evaluate(batch);
      (await session.lend()).giveBack();
      assert.deepEqual(held(), created, `after step ${step}`);
    }
    await session.dispose();
    assert.deepEqual(held(), start);
  });

  it('is free of what a run had made that fails', async () => {
    const [x, w] = [input([2]), input([2])];
    const broken = { ...tf, mul: () => assert.fail('lost the device') };
    const engine = new TfjsEngine(Object.assign(Object.create(tf), broken));
    const state = await engine.createState({ w: { shape: [2], data: Float32Array.of(1, 2) } });
    const created = held();
    const executable = await engine.compile({
      inputs: [{ name: 'x', value: x }],
      state: [{ name: 'w', value: w, next: multiply(add(w, x), x) }],
      outputs: [],
    });
    await assert.rejects(executable.run(state, { x: Float32Array.of(1, 1) }), /lost the device/);
    assert.deepEqual(held(), created);
    assert.deepEqual(await state.read(), { w: Float32Array.of(1, 2) });
    await state.dispose();
  });

  it('is free of results that cannot be read back', async () => {
    const [x, w] = [input([2]), input([2])];
    const engine = new TfjsEngine(tf);
    const state = await engine.createState({ w: { shape: [2], data: Float32Array.of(1, 2) } });
    const created = held();
    const executable = await engine.compile({
      inputs: [{ name: 'x', value: x }],
      state: [{ name: 'w', value: w, next: add(w, x) }],
      outputs: [{ name: 'y', value: multiply(w, x) }],
    });
    const backend = tf.backend();
    const { read } = backend;
    backend.read = async () => assert.fail('lost the device');
    try {
      await assert.rejects(executable.run(state, { x: Float32Array.of(1, 1) }), /lost the device/);
    } finally {
      backend.read = read;
    }
    assert.deepEqual(held(), created);
    assert.deepEqual(await state.read(), { w: Float32Array.of(1, 2) });
    await state.dispose();
  });
});

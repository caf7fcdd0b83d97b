import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import { add, crossEntropy, sum } from '../../../src/tensor/ops/index.ts';
import { input } from '../../../src/tensor/values.ts';

describe('memory of ONNX Runtime on the processor', () => {
  it('stays as it is from run to run, whatever the size of the state', async () => {
    const size = 1_000_000;
    const [w, x] = [input([size]), input([])];
    const engine = await createOnnxRuntimeEngine();
    const executable = await engine.compile({
      inputs: [{ name: 'x', value: x }],
      state: [{ name: 'w', value: w, next: add(w, x) }],
      outputs: [{ name: 'total', value: sum(w) }],
    });
    const state = await engine.createState({ w: { shape: [size], data: new Float32Array(size) } });
    const run = () => executable.run(state, { x: Float32Array.of(1) });
    await run();
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 10; count += 1) await run();
    const made = process.memoryUsage().arrayBuffers - before;
    assert.ok(made < size, `${made} bytes`);
    assert.deepEqual(await run(), { total: Float32Array.of(11 * size) });
    await executable.dispose();
    await state.dispose();
    await engine.dispose();
  });

  it('waits with what it lends rather than write to it or to a third buffer', async () => {
    const size = 2 ** 24 + 1;
    const [w, x] = [input([size]), input([])];
    const engine = await createOnnxRuntimeEngine();
    const executable = await engine.compile({
      inputs: [{ name: 'x', value: x }],
      state: [{ name: 'w', value: w, next: add(w, x) }],
      outputs: [],
    });
    const state = await engine.createState({ w: { shape: [size], data: new Float32Array(size) } });
    const run = () => executable.run(state, { x: Float32Array.of(1) });
    await run();
    await run();
    const before = process.memoryUsage().arrayBuffers;
    const [first, second] = [await state.lend(['w']), await state.lend(['w'])];
    await run();
    let ran = false;
    const waiting = run().then(() => {
      ran = true;
    });
    for (const loan of [second, first]) {
      await delay(20);
      assert.equal(ran, false);
      assert.deepEqual([loan.data.w?.[0], loan.data.w?.at(-1)], [2, 2]);
      loan.giveBack();
    }
    await waiting;
    await run();
    assert.ok(process.memoryUsage().arrayBuffers - before < size, 'there is a third buffer');
    assert.equal((await state.read()).w?.at(-1), 5);
    await executable.dispose();
    await state.dispose();
    await engine.dispose();
  });

  it('lends copies of what is small', async () => {
    const w = input([2]);
    const engine = await createOnnxRuntimeEngine();
    const executable = await engine.compile({
      inputs: [],
      state: [{ name: 'w', value: w, next: add(w, w) }],
      outputs: [],
    });
    const state = await engine.createState({ w: { shape: [2], data: Float32Array.of(3, 4) } });
    const { data } = await state.lend(['w']);
    for (let count = 0; count < 3; count += 1) await executable.run(state, {});
    assert.deepEqual(data, { w: Float32Array.of(3, 4) });
    assert.deepEqual(await state.read(), { w: Float32Array.of(24, 32) });
    await executable.dispose();
    await state.dispose();
    await engine.dispose();
  });

  it('lets a failure through, and keeps the state', async () => {
    const [w, labels] = [input([1, 2]), input([1], 'int32')];
    const engine = await createOnnxRuntimeEngine();
    const executable = await engine.compile({
      inputs: [{ name: 'labels', value: labels }],
      state: [{ name: 'w', value: w, next: add(w, crossEntropy(w, labels)) }],
      outputs: [],
    });
    const state = await engine.createState({ w: { shape: [1, 2], data: Float32Array.of(3, 4) } });
    await assert.rejects(executable.run(state, { labels: Int32Array.of(7) }), /Out of range/);
    assert.deepEqual(await state.read(), { w: Float32Array.of(3, 4) });
    await executable.dispose();
    await state.dispose();
    await engine.dispose();
  });
});

import assert from 'node:assert/strict';
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

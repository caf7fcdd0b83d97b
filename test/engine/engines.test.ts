import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { add, greater, matmul, multiply, subtract, sum } from '../../src/tensor/ops/index.ts';
import type { Program } from '../../src/tensor/program.ts';
import { constant, input } from '../../src/tensor/values.ts';
import { tfjsEngine } from '../support/tfjs.ts';

/** w ← w + x·rate; gives Σ w from before. */
function accumulating(size: number): Program {
  const [w, x, rate] = [input([size]), input([size]), input([])];
  return {
    inputs: [
      { name: 'x', value: x },
      { name: 'rate', value: rate },
    ],
    state: [{ name: 'w', value: w, next: add(w, multiply(x, rate)) }],
    outputs: [{ name: 'total', value: sum(w) }],
  };
}

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  'ONNX Runtime': () => createOnnxRuntimeEngine({ threads: 2 }),
  'TensorFlow.js': tfjsEngine,
};

for (const [name, create] of Object.entries(engines)) {
  describe(`engine: ${name}`, () => {
    let engine: Engine;
    const ones = { x: Float32Array.of(1, 2, 3), rate: Float32Array.of(1) };
    const start = () => ({ w: { shape: [3], data: Float32Array.of(10, 20, 30) } });

    before(async () => {
      engine = await create();
    });
    after(() => engine.dispose());

    it('keeps state from run to run', async () => {
      const executable = await engine.compile(accumulating(3));
      const state = await engine.createState(start());
      const totals: (number | undefined)[] = [];
      for (let run = 0; run < 3; run += 1) totals.push((await executable.run(state, ones)).total?.[0]);
      assert.deepEqual(totals, [60, 66, 72]);
      assert.deepEqual(await state.read(), { w: Float32Array.of(13, 26, 39) });
      await executable.dispose();
      await state.dispose();
    });

    it('shares one state between programs', async () => {
      const w = input([3]);
      const x = input([3, 1]);
      const reading = await engine.compile({
        inputs: [{ name: 'x', value: x }],
        state: [{ name: 'w', value: w, next: null }],
        outputs: [
          { name: 'both', value: matmul(x, constant(Float32Array.of(1), [1, 1])) },
          { name: 'w', value: w },
        ],
      });
      const training = await engine.compile(accumulating(3));
      const state = await engine.createState({ ...start(), other: { shape: [1], data: Float32Array.of(7) } });
      await training.run(state, ones);
      const first = await reading.run(state, { x: Float32Array.of(1, 2, 3) });
      await training.run(state, ones);
      assert.deepEqual(
        first,
        { both: Float32Array.of(1, 2, 3), w: Float32Array.of(11, 22, 33) },
        'results stay as they are',
      );
      assert.deepEqual(await state.read(['other']), { other: Float32Array.of(7) });
    });

    it('takes runs that are asked for at once one after another', async () => {
      const executable = await engine.compile(accumulating(3));
      const state = await engine.createState(start());
      await Promise.all(Array.from({ length: 10 }, () => executable.run(state, ones)));
      assert.deepEqual(await state.read(), { w: Float32Array.of(20, 40, 60) });
    });

    it('takes all types of data', async () => {
      const [bytes, numbers] = [input([2], 'uint8'), input([2], 'int32')];
      const executable = await engine.compile({
        inputs: [
          { name: 'bytes', value: bytes },
          { name: 'numbers', value: numbers },
        ],
        state: [],
        outputs: [
          { name: 'bytes', value: bytes },
          { name: 'numbers', value: numbers },
          { name: 'constant', value: constant(Float32Array.of(0.5)) },
        ],
      });
      const data = { bytes: Uint8Array.of(3, 255), numbers: Int32Array.of(-5, 70_000) };
      const results = await executable.run(await engine.createState({}), data);
      assert.deepEqual(results, { ...data, constant: Float32Array.of(0.5) });
    });

    it('names what is wrong with inputs and state, and changes nothing', async () => {
      const executable = await engine.compile(accumulating(3));
      const state = await engine.createState(start());
      const { x, rate } = ones;
      await assert.rejects(executable.run(state, { x }), /needs the input 'rate'; given are 'x'/);
      await assert.rejects(executable.run(state, { ...ones, y: x }), /no input 'y', only 'x', 'rate'/);
      await assert.rejects(
        executable.run(state, { x: Float32Array.of(1), rate }),
        /'x' of shape \[3\] takes 3 values, not 1/,
      );
      await assert.rejects(executable.run(state, { x: Int32Array.of(1, 2, 3), rate }), /'x' is float32, not int32/);
      await assert.rejects(executable.run(await engine.createState({}), ones), /no state 'w', only none/);
      const other = await engine.createState({ w: { shape: [1], data: new Float32Array(1) } });
      await assert.rejects(executable.run(other, ones), /'w' has shape \[1\]; the program expects \[3\]/);
      await assert.rejects(state.read(['v']), /no state 'v', only 'w'/);
      assert.deepEqual(await state.read(), { w: Float32Array.of(10, 20, 30) });
    });
  });
}

describe('engine: ONNX Runtime', () => {
  it('refuses what it cannot run when compiling', async () => {
    const engine = await createOnnxRuntimeEngine();
    const [x, hidden] = [input([2]), input([2])];
    const output = { name: 'y', value: subtract(x, hidden) };
    await assert.rejects(
      engine.compile({ inputs: [{ name: 'x', value: x }], state: [], outputs: [output] }),
      /uses an input of \[2\] that it does not list/,
    );
    const positive = { name: 'positive', value: greater(x, 0) };
    await assert.rejects(
      engine.compile({ inputs: [{ name: 'x', value: x }], state: [], outputs: [positive] }),
      /'positive' is bool/,
    );
  });

  it('refuses a number of threads that is none', async () => {
    await assert.rejects(createOnnxRuntimeEngine({ threads: 0 }), /threads: needs a number from 1, not 0/);
  });

  it('gives the same bits again', async () => {
    const engine = await createOnnxRuntimeEngine({ threads: 2 });
    const [a, b] = [input([64, 300]), input([300, 64])];
    const executable = await engine.compile({
      inputs: [
        { name: 'a', value: a },
        { name: 'b', value: b },
      ],
      state: [],
      outputs: [{ name: 'y', value: matmul(a, b) }],
    });
    const numbers = Float32Array.from({ length: 64 * 300 }, (_, index) => Math.sin(index));
    const state = await engine.createState({});
    const first = await executable.run(state, { a: numbers, b: numbers });
    for (let run = 0; run < 5; run += 1)
      assert.deepEqual(await executable.run(state, { a: numbers, b: numbers }), first);
  });

  it('needs no more memory after ten thousand runs', async function () {
    this.timeout(60_000);
    const size = 20_000;
    const engine = await createOnnxRuntimeEngine({ threads: 1 });
    const executable = await engine.compile(accumulating(size));
    const state = await engine.createState({ w: { shape: [size], data: new Float32Array(size) } });
    const data = { x: new Float32Array(size).fill(1), rate: Float32Array.of(1) };
    const runs = async (count: number) => {
      // The least of several looks: garbage waiting for its collection is no leak.
      let least = Number.POSITIVE_INFINITY;
      for (let run = 1; run <= count; run += 1) {
        await executable.run(state, data);
        if (run > count - 1000 && run % 50 === 0) least = Math.min(least, process.memoryUsage().rss);
      }
      return least;
    };
    const before = await runs(2000);
    const after = await runs(10_000);
    const { w } = await state.read();
    assert.equal(w?.[0], 12_000);
    // One state of 80 kB lost in each run would be 800 MB.
    assert.ok(after - before < 100e6, `grew by ${((after - before) / 1e6).toFixed(1)} MB`);
  });
});

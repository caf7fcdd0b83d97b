/** Losses against PyTorch: values, gradients, and who is right. */
import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import type { LossSpec } from '../../src/model/spec.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import { input } from '../../src/tensor/values.ts';
import { correctOf, lossOf } from '../../src/training/loss.ts';
import { pytorchTraining, recordedTraining, wave, worst, written } from './pytorchTraining.ts';

describe('losses', () => {
  let engine: Engine;
  before(async () => {
    engine = await createOnnxRuntimeEngine({ threads: 1 });
  });
  after(() => engine.dispose());

  async function run(loss: LossSpec, shape: readonly number[], outputs: Float32Array, labels: readonly number[]) {
    const [x, t] = [input(shape), input([labels.length], 'int32')];
    const value = lossOf(loss, x, t);
    const [gradient] = gradients(value, [x]);
    const executable = await engine.compile({
      inputs: [
        { name: 'x', value: x },
        { name: 't', value: t },
      ],
      state: [],
      outputs: [
        { name: 'value', value },
        { name: 'gradient', value: gradient! },
        { name: 'correct', value: correctOf(loss, x, t) },
      ],
    });
    const results = await executable.run(await engine.createState({}), { x: outputs, t: Int32Array.from(labels) });
    await executable.dispose();
    return { value: results.value![0]!, gradient: results.gradient!, correct: results.correct![0]! };
  }

  for (const { loss, labels, outputs, scale, value, gradient } of pytorchTraining.losses) {
    it(`${written(loss)} of outputs ${outputs.join('×')} up to ${scale} is PyTorch's`, async () => {
      const count = outputs.reduce((product, size) => product * size, 1);
      const found = await run(recordedTraining({ loss }).loss, outputs, wave(count, 0, scale), labels);
      assert.ok(Math.abs(found.value - value) <= 1e-5 * Math.max(1, value), `${found.value}, not ${value}`);
      assert.ok(worst(found.gradient, gradient) <= 1e-5, `${found.gradient}, not ${gradient}`);
    });
  }

  it('stay finite however sure and wrong a model is', async () => {
    const spec = { kind: 'binaryCrossEntropy' } as const;
    const found = await run(spec, [4, 1], Float32Array.of(1e4, -1e4, 1e4, -1e4), [0, 1, 1, 0]);
    assert.equal(found.value, 5000);
    assert.deepEqual([...found.gradient], [0.25, -0.25, 0, 0]);
  });

  it('have the derivative of the sigmoid at 0, too', async () => {
    const found = await run({ kind: 'binaryCrossEntropy' }, [2, 1], Float32Array.of(0, 0), [0, 1]);
    assert.deepEqual([...found.gradient], [0.25, -0.25]);
  });

  it('count the images whose largest output is at their class', async () => {
    for (const kind of ['binaryCrossEntropy', 'meanSquaredError'] as const) {
      const outputs = Float32Array.of(1, 2, 3, 3, 2, 1, -1, -3, -2);
      assert.equal((await run({ kind }, [3, 3], outputs, [2, 1, 0])).correct, 2);
    }
  });

  it('count a single output above half a probability as class 1', async () => {
    const outputs = Float32Array.of(0.2, 0.7, -0.1, 0.7);
    const correct = async (kind: 'binaryCrossEntropy' | 'meanSquaredError') =>
      (await run({ kind }, [4, 1], outputs, [1, 1, 0, 0])).correct;
    assert.equal(await correct('binaryCrossEntropy'), 3);
    assert.equal(await correct('meanSquaredError'), 2);
  });
});

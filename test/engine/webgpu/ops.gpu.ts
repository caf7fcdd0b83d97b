/** Every op and its gradients on the GPU, against float64. The cases of an op are one program: shaders are slow to make. */
import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import { maxPool2d, pad } from '../../../src/tensor/ops/index.ts';
import { input } from '../../../src/tensor/values.ts';
import { evaluate } from '../../support/reference.ts';
import { type OpCase, opCases } from '../../tensor/opCases.ts';
import { assertClose, prepare, runOn } from '../../tensor/opPrograms.ts';

const tolerance = 1e-5;

describe('ops on webgpu', () => {
  let engine: Engine;

  before(async () => {
    engine = await createOnnxRuntimeEngine({ provider: 'webgpu', threads: 1 });
  });
  after(() => engine.dispose());

  for (const [op, cases] of Object.entries(opCases)) {
    it(`${op}: as float64 has it, in ${cases.length} cases, with gradients`, async () => {
      const prepared = cases.map((each: OpCase) => ({ title: each.title || 'the case', ...prepare(each) }));
      const asked = prepared.flatMap(({ result, derivatives }) => [result, ...derivatives]);
      const given = new Map(prepared.flatMap(({ given }) => [...given]));
      const what = prepared.flatMap(({ title, derivatives }) => [
        title,
        ...derivatives.map((_, index) => `${title}: gradient ${index}`),
      ]);
      const expected = evaluate(asked, given);
      const actual = await runOn(engine, asked, given);
      assert.equal(actual.length, what.length);
      for (const [index, numbers] of expected.entries()) assertClose(actual[index]!, numbers, tolerance, what[index]!);
    });
  }

  it('keeps zeros around images before a max pooling of numbers below zero', async () => {
    const x = input([1, 1, 3, 4]);
    const pooled = maxPool2d(pad(x, [0, 0, 1, 1], [0, 0, 1, 1]), [3, 3]);
    const given = new Map([[x, Float64Array.from({ length: 12 }, (_, index) => -1 - index)]]);
    const [expected] = evaluate([pooled], given);
    const [actual] = await runOn(engine, [pooled], given);
    assert.deepEqual([...actual!], [...expected!]);
  });
});

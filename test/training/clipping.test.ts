/** Clipped gradients against PyTorch. */
import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { input } from '../../src/tensor/values.ts';
import { clipped } from '../../src/training/clipping.ts';
import { pytorchTraining, recordedTraining, wave, worst } from './pytorchTraining.ts';

describe('clipping', () => {
  let engine: Engine;
  before(async () => {
    engine = await createOnnxRuntimeEngine({ threads: 1 });
  });
  after(() => engine.dispose());

  const shapes = [[3, 2], [4], [1, 5]];

  for (const { option, most, scale, gradients } of pytorchTraining.clippings) {
    it(`${option}: ${most} of gradients up to ${scale} is PyTorch's`, async () => {
      const given = shapes.map((shape) => input(shape));
      const results = clipped(given, recordedTraining({ [option]: most }));
      const executable = await engine.compile({
        inputs: given.map((value, index) => ({ name: `in ${index}`, value })),
        state: [],
        outputs: results.map((value, index) => ({ name: `out ${index}`, value })),
      });
      const feeds = shapes.map((shape, phase) => [`in ${phase}`, wave(sizeOf(shape), phase, scale)]);
      const found = await executable.run(await engine.createState({}), Object.fromEntries(feeds));
      await executable.dispose();
      for (const [index, expected] of gradients.entries()) {
        assert.ok(worst(found[`out ${index}`]!, expected) <= 1e-6, `${found[`out ${index}`]}, not ${expected}`);
      }
    });
  }

  it('leaves gradients alone where nothing is said', () => {
    const given = [input([2])];
    assert.equal(clipped(given, recordedTraining({})), given);
  });
});

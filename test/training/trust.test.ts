import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { OpName } from '../../src/tensor/program.ts';
import { initialise } from '../../src/training/initialise.ts';
import { compareSteps, tolerance } from '../../src/training/trust.ts';
import { brokenEngine } from '../support/brokenEngine.ts';
import { tfjsEngine } from '../support/tfjs.ts';
import { tinyModel } from './tinyModel.ts';

const model = tinyModel();
const tensors = initialise([...modelParameters(model), ...modelBuffers(model)], 1);
const batch = (seed: number) => ({
  size: 4,
  images: Uint8Array.from({ length: 4 * 64 }, (_, index) => ((index + 7 * seed) * 37) % 256),
  labels: Int32Array.of(0, 1, 2, 3),
});
const images = { shape: [1, 8, 8], scale: [1 / 255], offset: [0] } as const;
const trial = { model, training: model.training, images, batches: [batch(0), batch(1)], tensors };

describe('the comparison of a device with the CPU', () => {
  let cpu: Engine;
  before(async () => {
    cpu = await createOnnxRuntimeEngine({ threads: 1 });
  });
  after(() => cpu.dispose());

  it('accepts a device that adds in another order', async () => {
    assert.equal(await compareSteps(await tfjsEngine(), cpu, trial), null);
  });

  const places: Partial<Record<OpName, string>> = {
    conv2d: 'in conv2d_1',
    batchNorm2d: 'in batchNorm2d_1',
    relu: 'in relu_1',
    maxPool2d: 'in maxPool2d_1',
    linear: 'in dense_1',
    crossEntropy: 'in the step',
    maxPool2dGradient: 'on the way back to batchNorm2d_1.bias',
    conv2dKernelGradient: 'on the way back to conv2d_1.weight',
  };
  for (const [op, place] of Object.entries(places)) {
    it(`names a wrong ${op}, and where it stands`, async () => {
      const wrong = await brokenEngine({ wrongOp: op as OpName });
      const found = await compareSteps(wrong, cpu, trial);
      assert.match(found?.what ?? 'agreed', new RegExp(`^${op}.* ${place.replace('in the step', '')}`));
      assert.ok(Math.abs((found?.by ?? 0) - 0.5) < tolerance, `${found?.by}`);
      await wrong.dispose();
    });
  }
});

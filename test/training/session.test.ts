import assert from 'node:assert/strict';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import { initialise } from '../../src/training/initialise.ts';
import { Session } from '../../src/training/session.ts';
import { tinyModel } from './tinyModel.ts';

describe('a session', () => {
  const model = tinyModel();
  const images = { shape: [1, 8, 8], scale: [1 / 255], offset: [0] } as const;
  const batch = {
    size: 6,
    images: Uint8Array.from({ length: 6 * 64 }, (_, index) => (index * 37) % 256),
    labels: Int32Array.of(0, 1, 2, 3, 0, 1),
  };

  it('keeps running statistics: updated in training, used in evaluation, carried by its weights', async () => {
    const engine = await createOnnxRuntimeEngine({ threads: 1 });
    const first = initialise([...modelParameters(model), ...modelBuffers(model)], 1);
    const open = (tensors: typeof first) => Session.create(engine, model, model.training, images, tensors);
    const session = await open(first);
    const before = await session.evaluate(batch);
    // Without a learning rate only the statistics change.
    await session.train(batch, 1, 0);
    const { weights, optimizerState } = await session.lend();
    assert.deepEqual(
      Object.keys(weights).filter((name) => weights[name]!.data.join() !== first[name]!.data.join()),
      ['batchNorm2d_1.running_mean', 'batchNorm2d_1.running_var'],
    );
    const after = await session.evaluate(batch);
    assert.notDeepEqual(after.logits, before.logits);
    assert.deepEqual(await session.evaluate(batch), after);
    const again = await open({ ...weights, ...optimizerState });
    assert.deepEqual(await again.evaluate(batch), after);
    await again.dispose();
    await session.dispose();
    await engine.dispose();
  });
});

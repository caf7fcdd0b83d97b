/**
 * A training step of each model (or of those named) on the GPU, alternating with eager PyTorch on the same card.
 * Without a GPU it measures nothing and says so.
 */
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { createOnnxRuntimeEngine } from '../src/engine/onnxruntime/index.ts';
import { probeProvider } from '../src/engine/onnxruntime/providers.ts';
import { compareSteps } from './support/compareSteps.ts';
import { chosenModels } from './support/models.ts';

const { available, reason } = await probeProvider('webgpu');
if (available) {
  for (const model of chosenModels()) {
    console.log(`\n${model.title}`);
    const engine = await createOnnxRuntimeEngine({ provider: 'webgpu' });
    const figures = await compareSteps(model, { engine, device: 'cuda', threadsOfPeer: [1], goal: 1 });
    await engine.dispose();
    await writeResults(`gpu-${model.name}`, figures);
  }
} else {
  console.log(`NO GPU: nothing was measured. ${reason}`);
  const none: Figure = { what: 'models measured on a GPU', value: 0, unit: '' };
  await writeResults('gpu', [none]);
}

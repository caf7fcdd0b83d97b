/** A training step of each model (or of those named) on the CPU, alternating with PyTorch's. */
import { availableParallelism } from 'node:os';
import { writeResults } from '../scripts/benchResults.ts';
import { createOnnxRuntimeEngine } from '../src/engine/onnxruntime/index.ts';
import { compareSteps } from './support/compareSteps.ts';
import { chosenModels } from './support/models.ts';

const threads = availableParallelism();
const threadsOfPeer = [...new Set([1, threads])];
for (const model of chosenModels()) {
  console.log(`\n${model.title}`);
  const engine = await createOnnxRuntimeEngine({ threads });
  const figures = await compareSteps(model, { engine, device: 'cpu', threadsOfPeer, goal: model.goal });
  await engine.dispose();
  await writeResults(`step-${model.name}`, figures);
  for (const { what, value, unit } of figures) console.log(`${what}: ${value.toPrecision(4)} ${unit}`);
}

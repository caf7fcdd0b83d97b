/** The weights of a run that can be shown as images. Needs no editor. */
import path from 'node:path';
import type { ModelSpec } from '../model/spec.ts';
import { runLayout } from '../training/layout.ts';
import { readCheckpointTensor } from '../training/runReader.ts';
import { readSafetensorsHeader } from '../training/safetensors.ts';
import type { KernelLayer, KernelWeights } from './trainingProtocol.ts';

/** Beyond this many kernels (output × input channels), whole output channels are cut off. */
const mostTiles = 1024;

const weightOf = (layer: string) => `${layer}.weight`;

/** The convolutions of a model in execution order, with the shapes that their weights have in a checkpoint. */
export async function readKernelLayers(folder: string, spec: ModelSpec, epoch: number): Promise<KernelLayer[]> {
  const { tensors } = await readSafetensorsHeader(path.join(folder, runLayout.checkpoint(epoch)));
  return spec.layers
    .filter(({ kind }) => kind === 'conv2d')
    .flatMap(({ name }) => {
      const [outputs, inputs, height, width] = tensors.get(weightOf(name))?.shape ?? [];
      return outputs && inputs && height && width ? [{ name, shape: [outputs, inputs, height, width] }] : [];
    });
}

/** Weights of a layer after an epoch. Throws a `UserError` if they are not stored. */
export async function readKernels(folder: string, layer: KernelLayer, epoch: number): Promise<KernelWeights> {
  const { data } = await readCheckpointTensor(folder, epoch, weightOf(layer.name));
  const [outputs, inputs, height, width] = layer.shape;
  const shown = Math.max(1, Math.min(outputs, Math.floor(mostTiles / inputs)));
  return {
    layer: layer.name,
    epoch,
    shape: [shown, inputs, height, width],
    // A copy, since a typed-array view would take its whole buffer to the webview.
    weights: data.slice(0, shown * inputs * height * width),
  };
}

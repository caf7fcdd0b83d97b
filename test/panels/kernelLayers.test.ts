import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LayerSpec, ModelSpec } from '../../src/model/spec.ts';
import { readKernelLayers, readKernels } from '../../src/panels/kernelLayers.ts';
import { runLayout } from '../../src/training/layout.ts';
import { writeSafetensors } from '../../src/training/safetensors.ts';

const layer = (name: string, kind: string): LayerSpec => ({ name, kind, attributes: {} });
const spec: ModelSpec = {
  version: 1,
  name: 'two convolutions',
  nodes: [],
  outputs: [],
  layers: [layer('first', 'conv2d'), layer('relu_1', 'relu'), layer('wide', 'conv2d'), layer('dense_1', 'dense')],
  data: null,
  training: null,
};

function tensor(...shape: number[]) {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, (_, i) => i / 8) };
}

describe('kernel layers', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kernels-'));
    await mkdir(path.join(folder, path.dirname(runLayout.checkpoint(0))), { recursive: true });
    const tensors = {
      'dense_1.weight': tensor(10, 20),
      'wide.weight': tensor(40, 100, 3, 2),
      'first.bias': tensor(6),
      'first.weight': tensor(6, 1, 5, 5),
    };
    await writeSafetensors(path.join(folder, runLayout.checkpoint(3)), { tensors, metadata: {} });
  });

  after(() => rm(folder, { recursive: true }));

  it('are the convolutions in the order of the model', async () => {
    assert.deepEqual(await readKernelLayers(folder, spec, 3), [
      { name: 'first', shape: [6, 1, 5, 5] },
      { name: 'wide', shape: [40, 100, 3, 2] },
    ]);
  });

  it('are read from the checkpoint of an epoch', async () => {
    const { shape, weights } = await readKernels(folder, { name: 'first', shape: [6, 1, 5, 5] }, 3);
    assert.deepEqual(shape, [6, 1, 5, 5]);
    assert.deepEqual(weights, tensor(6, 1, 5, 5).data);
  });

  it('are cut off at 1,024 images by whole kernels, in a buffer of their own', async () => {
    const { shape, weights } = await readKernels(folder, { name: 'wide', shape: [40, 100, 3, 2] }, 3);
    assert.deepEqual(shape, [10, 100, 3, 2]);
    assert.equal(weights.buffer.byteLength, 4 * 10 * 100 * 3 * 2);
    assert.equal(weights.at(-1), (10 * 100 * 3 * 2 - 1) / 8);
  });

  it('say which file is missing', async () => {
    const missing = readKernels(folder, { name: 'first', shape: [6, 1, 5, 5] }, 4);
    await assert.rejects(missing, /epoch-0004\.safetensors/);
  });
});

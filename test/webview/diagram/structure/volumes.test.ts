import assert from 'node:assert/strict';
import {
  add,
  avgPool2d,
  batchNorm2d,
  concat,
  conv2d,
  dense,
  flatten,
  input,
  model,
  relu,
  sequential,
  tanh,
} from '../../../../src/cnn/index.ts';
import { layersOf, type Volume, volumesOf } from '../../../../webview/diagram/structure/volumes.ts';
import { networkFrom } from '../networks.ts';

const kinds = (volumes: readonly Volume[]) =>
  volumes.map((one) =>
    layersOf(one)
      .map(({ kind }) => kind)
      .join(' '),
  );
const sources = (volumes: readonly Volume[]) => volumes.map(({ inputs }) => inputs);

describe('volumes of a diagram', () => {
  it('are of LeNet-5 what its figure draws: no activations, no flatten', () => {
    const layers = [conv2d(6, 5), tanh(), avgPool2d(2), conv2d(16, 5), tanh(), flatten(), dense(10)];
    const volumes = volumesOf(networkFrom(model({ input: [1, 28, 28], layers })).nodes);
    assert.deepEqual(kinds(volumes), ['input', 'conv2d tanh', 'avgPool2d', 'conv2d tanh flatten', 'dense']);
    assert.deepEqual(sources(volumes), [[], [0], [1], [2], [3]]);
  });

  it('have what comes before a convolution beside it, where others take the map without', () => {
    const image = input([3, 16, 16]);
    const x = conv2d(4, 1)(image);
    const grown = sequential([batchNorm2d(), relu(), conv2d(4, 3, { padding: 1 })])(x);
    const volumes = volumesOf(networkFrom(model({ inputs: image, outputs: concat(x, grown) })).nodes);
    assert.deepEqual(kinds(volumes), ['input', 'conv2d', 'batchNorm2d relu conv2d', 'concat']);
    assert.deepEqual(sources(volumes), [[], [0], [1], [1, 2]]);
  });

  it('are of an activation by itself, where several take what it gives of a map that others take without', () => {
    const image = input([3, 16, 16]);
    const y = relu()(image);
    const volumes = volumesOf(networkFrom(model({ inputs: image, outputs: add(image, conv2d(3, 1)(y), y) })).nodes);
    assert.deepEqual(kinds(volumes), ['input', 'relu', 'conv2d', 'add']);
    assert.deepEqual(sources(volumes), [[], [0], [1], [0, 2, 1]]);
  });

  it('name what feeds a merge twice once', () => {
    const image = input([3, 16, 16]);
    const volumes = volumesOf(networkFrom(model({ inputs: image, outputs: add(image, image) })).nodes);
    assert.deepEqual(sources(volumes), [[], [0]]);
  });
});

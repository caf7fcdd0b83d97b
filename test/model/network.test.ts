import assert from 'node:assert/strict';
import {
  conv2d,
  convTranspose2d,
  dense,
  flatten,
  globalAvgPool2d,
  input,
  maxPool2d,
  model,
  relu,
  type sequential,
} from '../../src/cnn/index.ts';
import { networkOf, networkTotals } from '../../src/model/network.ts';
import { elaborated, specOf } from './build.ts';

const chain = (...layers: Parameters<typeof sequential>[0]) =>
  networkOf(specOf(model({ name: 'chain', input: [4, 16, 16], layers }))).nodes;

describe('network', () => {
  it('knows kernel, reach and stride of what slides a window, and of nothing else', () => {
    const nodes = chain(
      conv2d(8, [3, 5], { stride: 2, dilation: [2, 1], padding: 2 }),
      relu(),
      maxPool2d(3, { stride: 2 }),
      globalAvgPool2d(),
      flatten(),
      dense(2),
    );
    const windows = nodes.map(({ window }) => window);
    assert.deepEqual(windows, [
      null,
      { size: [3, 5], reach: [5, 5], stride: [2, 2] },
      null,
      { size: [3, 3], reach: [3, 3], stride: [2, 2] },
      { size: [3, 3], reach: [3, 3], stride: [3, 3] },
      null,
      null,
    ]);
    assert.deepEqual(
      nodes.map(({ role }) => role),
      ['input', 'convolution', 'pass', 'pooling', 'pooling', 'pass', 'dense'],
    );
  });

  it('names the kernel of a transposed convolution as it was written', () => {
    assert.deepEqual(chain(convTranspose2d(2, 4, { stride: 2 }))[1]?.window?.size, [4, 4]);
  });

  it('counts what the report of the model counts, a shared layer once', () => {
    const image = input([3, 8, 8]);
    const shared = conv2d(3, 3, { padding: 1, groups: 3 });
    const built = model({ inputs: image, outputs: dense(5)(flatten()(shared(relu()(shared(image))))) });
    const network = networkOf(specOf(built));
    const { params, macs } = elaborated(built).report!.totals;
    assert.deepEqual(networkTotals(network), { params, macs });
    assert.equal(params, 3 * 9 + 3 + 3 * 64 * 5 + 5);
    assert.deepEqual(
      network.nodes.map(({ groups }) => groups),
      [1, 3, 1, 3, 1, 1],
    );
  });
});

import assert from 'node:assert/strict';
import { channelSlices, orderKernels, takeKernels } from '../../../webview/image/kernelOrder.ts';

/** Four kernels of 1×2: lengths 5, 1, √2 and 2; sums 7, −1, 0 and 2. */
const weights = Float32Array.of(3, 4, -1, 0, 1, -1, 2, 0);
const shape = [4, 1, 1, 2] as const;

describe('the order of kernels', () => {
  it('is by number, length or mean', () => {
    assert.deepEqual(orderKernels(weights, shape, 'number'), [0, 1, 2, 3]);
    assert.deepEqual(orderKernels(weights, shape, 'norm'), [0, 3, 2, 1]);
    assert.deepEqual(orderKernels(weights, shape, 'mean'), [1, 2, 3, 0]);
  });

  it('goes by likeness from the longest on', () => {
    // Cosines to the first: −0.6, −0.14 and 0.6; then from (2, 0) to (1, −1): 0.71, to (−1, 0): −1.
    assert.deepEqual(orderKernels(weights, shape, 'likeness'), [0, 3, 2, 1]);
  });

  it('keeps that of equal and of dead kernels', () => {
    const dead = new Float32Array(6);
    for (const order of ['number', 'norm', 'mean', 'likeness'] as const)
      assert.deepEqual(orderKernels(dead, [3, 1, 1, 2], order), [0, 1, 2]);
  });
});

describe('kernels of a layer', () => {
  it('are taken one after another', () => {
    assert.deepEqual([...takeKernels(weights, shape, [3, 0])], [2, 0, 3, 4]);
  });

  it('are cut to one input channel', () => {
    // Output o, input i, column x is 100 o + 10 i + x.
    const all = Float32Array.from(
      { length: 12 },
      (_, n) => 100 * Math.floor(n / 6) + 10 * (Math.floor(n / 2) % 3) + (n % 2),
    );
    assert.deepEqual([...channelSlices(all, [2, 3, 1, 2], 1)], [10, 11, 110, 111]);
  });
});

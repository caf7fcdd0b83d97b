import assert from 'node:assert/strict';
import { channelParts, weightiest } from '../../../../webview/viewer/detail/dotProduct.ts';

describe('dot product by channel', () => {
  const patch = Float32Array.of(1, 2, 3, 4, 0, 1, 1, 0);
  const kernel = Float32Array.of(1, 0, -1, 0.5, 2, -4, -4, 2);

  it('sums patch ⊙ kernel of each channel', () => {
    const parts = channelParts([2, 2, 2], patch, kernel);
    // 1 − 3 + 2 = 0, and −4 − 4.
    assert.deepEqual(parts, [
      { channel: 0, sum: 0 },
      { channel: 1, sum: -8 },
    ]);
    assert.equal(weightiest(parts), 1);
  });

  it('takes features as channels of one value', () => {
    assert.deepEqual(
      channelParts([3], Float32Array.of(1, 2, 3), Float32Array.of(2, 2, -1)).map(({ sum }) => sum),
      [2, 4, -3],
    );
  });
});

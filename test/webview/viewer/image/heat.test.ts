import assert from 'node:assert/strict';
import { heatPixels, lost } from '../../../../webview/viewer/image/heat.ts';

describe('heat', () => {
  it('is as dense as a value is large, and clear where it is not above zero', () => {
    const pixels = heatPixels(Float32Array.of(0, 1, 2, -3), [10, 20, 30]);
    assert.deepEqual([...pixels.subarray(8, 11)], [10, 20, 30]);
    const alphas = [3, 7, 11, 15].map((at) => pixels[at]!);
    assert.equal(alphas[0], 0);
    assert.equal(alphas[3], 0);
    assert.ok(Math.abs(alphas[2]! - 2 * alphas[1]!) <= 1);
  });

  it('is clear everywhere where nothing speaks for the class', () => {
    assert.deepEqual(
      [...heatPixels(Float32Array.of(-1, Number.NaN), [1, 2, 3])].filter((_, i) => i % 4 === 3),
      [0, 0],
    );
  });

  it('takes what covering costs', () => {
    assert.deepEqual([...lost(Float32Array.of(0.25, 1), 0.75)], [0.5, -0.25]);
  });
});

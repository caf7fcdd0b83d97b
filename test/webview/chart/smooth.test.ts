import assert from 'node:assert/strict';
import { SmoothCurve } from '../../../webview/chart/smooth.ts';

/** The definition: a mean in which a sample k steps ago weighs w^k. */
function weightedMean(ys: readonly number[], weight: number): number {
  const weights = ys.map((_, i) => weight ** (ys.length - 1 - i));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return ys.reduce((sum, y, i) => sum + y * weights[i]!, 0) / total;
}

describe('SmoothCurve', () => {
  const ys = Array.from({ length: 300 }, (_, i) => 3 * Math.exp(-i / 40) + Math.sin(7 * i));

  for (const window of [2, 10, 100]) {
    it(`is the mean with weights that fall over ${window} steps`, () => {
      const curve = new SmoothCurve(window);
      curve.extend(Float32Array.from(ys));
      for (const [i, value] of curve.values.entries()) {
        const expected = weightedMean(ys.slice(0, i + 1), 1 - 1 / window);
        assert.ok(Math.abs(value - expected) < 1e-5, `at ${i}: ${value}, not ${expected}`);
      }
    });
  }

  it('is the same whether a curve comes at once or in pieces', () => {
    const whole = new SmoothCurve(30);
    const pieces = new SmoothCurve(30);
    const all = Float32Array.from({ length: 5000 }, (_, i) => ys[i % ys.length]!);
    whole.extend(all);
    for (let length = 1; length <= all.length; length += 617) {
      pieces.extend(all.subarray(0, length));
    }
    pieces.extend(all);
    assert.deepEqual(pieces.values, whole.values);
  });

  it('leaves the curve as it is over one step', () => {
    const curve = new SmoothCurve(1);
    curve.extend(Float32Array.of(2, 1, 4));
    assert.deepEqual([...curve.values], [2, 1, 4]);
  });

  it('goes on over samples that are not finite', () => {
    const curve = new SmoothCurve(10);
    curve.extend(Float32Array.of(Number.NaN, 2, Number.NaN, 2));
    const [first, ...rest] = curve.values;
    assert.ok(Number.isNaN(first));
    for (const value of rest) {
      assert.ok(Math.abs(value - 2) < 1e-6);
    }
  });
});

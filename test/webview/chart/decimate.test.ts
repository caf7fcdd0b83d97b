import assert from 'node:assert/strict';
import { decimate, lowerBound } from '../../../webview/chart/decimate.ts';

/** A noisy curve without any pattern that buckets could line up with. */
function curve(length: number): { xs: Uint32Array; ys: Float32Array } {
  let state = 12345;
  const ys = Float32Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return 2 * Math.exp(-i / 2000) + state / 2 ** 32;
  });
  return { xs: Uint32Array.from({ length }, (_, i) => i + 1), ys };
}

describe('decimate', () => {
  it('gives a short curve back whole', () => {
    const { xs, ys } = curve(100);
    const points = decimate(xs, ys, 0, 100, 800);
    assert.deepEqual(
      points,
      Array.from(xs, (x, i) => ({ x, y: ys[i] })),
    );
  });

  for (const length of [1601, 5628, 100_000]) {
    it(`keeps every sample of ${length} between points at most a bucket apart`, () => {
      const { xs, ys } = curve(length);
      const buckets = 800;
      const points = decimate(xs, ys, 0, length, buckets);
      assert.ok(points.length <= 2 * buckets + 2, `${points.length} points`);
      assert.equal(Math.max(...points.map(({ y }) => y)), Math.max(...ys));
      assert.equal(Math.min(...points.map(({ y }) => y)), Math.min(...ys));
      for (const [i, { x, y }] of points.entries()) {
        assert.equal(y, ys[x - 1], 'a point is a sample');
        assert.ok(i === 0 || x > points[i - 1]!.x, 'in order');
      }
      // Over any stretch two buckets long, the drawn extremes are at least as far out as in its middle.
      const stretch = 2 * 2 ** Math.ceil(Math.log2(length / buckets));
      for (let start = 0; start + 2 * stretch <= length; start += stretch) {
        const middle = ys.subarray(start + stretch / 2, start + (3 * stretch) / 2);
        const drawn = points.filter(({ x }) => x > start && x <= start + 2 * stretch).map(({ y }) => y);
        assert.ok(Math.max(...drawn) >= Math.max(...middle));
        assert.ok(Math.min(...drawn) <= Math.min(...middle));
      }
    });
  }

  it('does not move what is already drawn while the curve grows', () => {
    const { xs, ys } = curve(60_000);
    const before = decimate(xs, ys, 0, 59_000, 800);
    const after = decimate(xs, ys, 0, 60_000, 800);
    const kept = before.filter(({ x }) => x < 58_000);
    assert.deepEqual(after.slice(0, kept.length), kept);
  });

  it('passes over what is not finite', () => {
    const ys = [1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5];
    assert.deepEqual(decimate([1, 2, 3, 4, 5], ys, 0, 5, 10), [
      { x: 1, y: 1 },
      { x: 3, y: 3 },
      { x: 5, y: 5 },
    ]);
  });

  it('draws only the range asked for', () => {
    const { xs, ys } = curve(10_000);
    const points = decimate(xs, ys, 3000, 4000, 100);
    assert.ok(points.every(({ x }) => x > 3000 && x <= 4000));
    assert.equal(Math.max(...points.map(({ y }) => y)), Math.max(...ys.subarray(3000, 4000)));
  });
});

describe('lowerBound', () => {
  it('agrees with a linear search', () => {
    const xs = [1, 3, 3, 7, 20];
    for (let value = 0; value < 25; value++) {
      const found = xs.findIndex((x) => x >= value);
      assert.equal(lowerBound(xs, value), found < 0 ? xs.length : found);
    }
  });
});

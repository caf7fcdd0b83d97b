/**
 * Min-max decimation: reduces a curve of any length to about as many points as there are pixels, keeping every peak.
 * Buckets hold a power of two of samples and start at multiples of it, so that the existing part of a growing curve
 * does not shimmer.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The finite samples at positions [from, to) as at most `2 × buckets + 2` points: the smallest and largest of each
 * bucket, in order. A curve that is short enough is returned whole.
 */
export function decimate(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  from: number,
  to: number,
  buckets: number,
): Point[] {
  let size = 1;
  while ((to - from) / size > 2 * buckets) {
    size *= 2;
  }
  // Two points a bucket: one of two samples would change nothing.
  size = size === 1 ? 1 : 2 * size;
  const points: Point[] = [];
  for (let start = Math.floor(from / size) * size; start < to; start += size) {
    let low = -1;
    let high = -1;
    for (let i = Math.max(start, from); i < Math.min(start + size, to); i++) {
      const y = ys[i]!;
      if (Number.isFinite(y)) {
        low = low < 0 || y < ys[low]! ? i : low;
        high = high < 0 || y > ys[high]! ? i : high;
      }
    }
    if (low >= 0) {
      const first = Math.min(low, high);
      const last = Math.max(low, high);
      points.push({ x: xs[first]!, y: ys[first]! });
      if (last > first) {
        points.push({ x: xs[last]!, y: ys[last]! });
      }
    }
  }
  return points;
}

/** Position of the first element not below `value` in ascending `xs`; `xs.length` if there is none. */
export function lowerBound(xs: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (xs[middle]! < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

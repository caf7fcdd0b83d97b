/**
 * Statistics of feature maps. NaN and infinite values, as a diverged training leaves them, are counted separately and
 * otherwise ignored.
 */

export interface MapStatistics {
  /** By map; NaN if a map has no finite value. */
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly mean: Float32Array;
  /** Share of values ≤ 0. After or before a ReLU these are dead pixels (`InspectedLayer.rectified`). */
  readonly dead: Float32Array;
  /** Values that are NaN or infinite. */
  readonly notFinite: Uint32Array;
}

/** Statistics of `count` maps of equal size, stored one after another. */
export function mapStatistics(values: Float32Array, count: number): MapStatistics {
  const size = values.length / count;
  const statistics = {
    min: new Float32Array(count),
    max: new Float32Array(count),
    mean: new Float32Array(count),
    dead: new Float32Array(count),
    notFinite: new Uint32Array(count),
  };
  for (let map = 0; map < count; map++) {
    let [min, max, sum, dead, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
    for (let i = map * size; i < (map + 1) * size; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      finite++;
      sum += value;
      if (value <= 0) dead++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    statistics.min[map] = finite > 0 ? min : Number.NaN;
    statistics.max[map] = finite > 0 ? max : Number.NaN;
    statistics.mean[map] = sum / finite;
    statistics.dead[map] = dead / finite;
    statistics.notFinite[map] = size - finite;
  }
  return statistics;
}

export interface Histogram {
  readonly min: number;
  readonly max: number;
  /** Histogram in equal bins from `min` to `max`, which belongs to the last bin. */
  readonly counts: Uint32Array;
}

export function histogram(values: Float32Array, steps = 32): Histogram {
  const finite = values.filter(Number.isFinite);
  const min = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const counts = new Uint32Array(steps);
  if (finite.length === 0) return { min: Number.NaN, max: Number.NaN, counts };
  const scale = max > min ? steps / (max - min) : 0;
  for (const value of finite) counts[Math.min(steps - 1, Math.floor((value - min) * scale))]! += 1;
  return { min, max, counts };
}

/** Position of the largest number, the first on ties; 0 if there is none. */
export function strongestPlace(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]! || Number.isNaN(values[best])) best = i;
  return best;
}

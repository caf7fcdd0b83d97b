/** Principal component analysis: the directions in which points vary most. */
import { uniform } from '../../data/random.ts';

export interface Components {
  /** `[points, directions]`: each centred point along each direction. */
  readonly points: Float32Array;
  /** Share of the total variance in each direction. */
  readonly explained: readonly number[];
}

/** Power iteration has converged when the cosine between two rounds differs from 1 by less than this. */
const tolerance = 1e-10;
const mostRounds = 500;

/**
 * Power iteration with deflation: v ← XᵀX·v, orthogonalised against the earlier directions. Signs are chosen so that
 * the largest coordinate of a direction is positive. `data` is `[points, size]`.
 */
export function principalComponents(data: Float32Array, size: number, directions: number): Components {
  const count = data.length / size;
  const centred = centre(data, size);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  const found: Float64Array[] = [];
  // With more points than features, one product for all rounds is less work than two in each.
  const products = size <= count ? gram(centred, size) : null;
  const spread = (vector: Float64Array) =>
    products === null ? transposedTimes(centred, size, times(centred, size, vector)) : times(products, size, vector);
  const points = new Float32Array(count * directions);
  const explained: number[] = [];
  for (let direction = 0; direction < directions; direction++) {
    const key = { seed: direction, purpose: 'initialise', stream: 0, step: 0 } as const;
    let vector = normalised(Float64Array.from(uniform(key, size, -1, 1)), found);
    for (let round = 0; round < mostRounds; round++) {
      const next = normalised(spread(vector), found);
      const cosine = next.reduce((sum, value, i) => sum + value * vector[i]!, 0);
      vector = next;
      if (1 - Math.abs(cosine) < tolerance) break;
    }
    const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    if (largest < 0) vector = vector.map((value) => -value);
    found.push(vector);
    const along = times(centred, size, vector);
    explained.push(total > 0 ? along.reduce((sum, value) => sum + value * value, 0) / total : 0);
    for (let point = 0; point < count; point++) points[point * directions + direction] = along[point]!;
  }
  return { points, explained };
}

function centre(data: Float32Array, size: number): Float64Array {
  const count = data.length / size;
  const mean = new Float64Array(size);
  for (const [i, value] of data.entries()) mean[i % size]! += value / count;
  return Float64Array.from(data, (value, i) => value - mean[i % size]!);
}

/** XᵀX */
function gram(data: Float64Array, size: number): Float64Array {
  const products = new Float64Array(size * size);
  for (let point = 0; point < data.length; point += size) {
    for (let i = 0; i < size; i++) {
      const value = data[point + i]!;
      for (let j = i; j < size; j++) products[i * size + j]! += value * data[point + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) products[i * size + j] = products[j * size + i]!;
  return products;
}

/** X·v */
function times(data: Float64Array, size: number, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: data.length / size }, (_, point) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += data[point * size + i]! * vector[i]!;
    return sum;
  });
}

/** Xᵀ·u */
function transposedTimes(data: Float64Array, size: number, along: Float64Array): Float64Array {
  const sum = new Float64Array(size);
  for (let point = 0; point < along.length; point++) {
    for (let i = 0; i < size; i++) sum[i]! += data[point * size + i]! * along[point]!;
  }
  return sum;
}

/** Normalised to length 1 and orthogonal to the others; zeros if nothing is left. */
function normalised(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  let rest = vector;
  for (const other of others) {
    const shared = rest.reduce((sum, value, i) => sum + value * other[i]!, 0);
    rest = rest.map((value, i) => value - shared * other[i]!);
  }
  const length = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0));
  return length > 1e-12 ? rest.map((value) => value / length) : rest.fill(0);
}

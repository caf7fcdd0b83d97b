/** Projects points of many dimensions to the plane. Takes seconds of computation: see `pointLayoutThread.ts`. */
import { UMAP } from 'umap-js';
import { Draws } from '../../data/random.ts';
import { principalComponents } from './principalComponents.ts';

export interface LayoutRequest {
  /** `[points, size]` */
  readonly features: Float32Array;
  readonly size: number;
  /** `umap`: McInnes, Healy & Melville, 2018, on the first 50 principal components where there are more features. */
  readonly method: 'pca' | 'umap';
  readonly seed: number;
}

export interface PointLayout {
  /** `[x, y]` of each point, one after another. */
  readonly points: Float32Array;
  /** Share of the variance in each direction; `null` except for PCA. */
  readonly explained: readonly [number, number] | null;
}

/** Most features to give to UMAP. */
const mostFeatures = 50;
/** Neighbours of each point, including itself. */
const neighbours = 15;

/** The fewest points that can be laid out. */
export const leastPoints = { pca: 3, umap: neighbours + 1 } as const;

export function layOutPoints(
  { features, size, method, seed }: LayoutRequest,
  onProgress: (done: number, total: number) => void = () => undefined,
): PointLayout {
  if (method === 'pca') {
    const { points, explained } = principalComponents(features, size, 2);
    return { points, explained: [explained[0]!, explained[1]!] };
  }
  const reduced = size > mostFeatures ? principalComponents(features, size, mostFeatures).points : features;
  return { points: umap(reduced, Math.min(size, mostFeatures), seed, onProgress), explained: null };
}

function umap(
  features: Float32Array,
  size: number,
  seed: number,
  onProgress: (done: number, total: number) => void,
): Float32Array {
  const draws = new Draws(seed, 'shuffle');
  draws.begin(0, 0);
  const layout = new UMAP({ nComponents: 2, nNeighbors: neighbours, random: () => draws.between(0, 1) });
  const rows = Array.from({ length: features.length / size }, (_, i) => [
    ...features.subarray(i * size, (i + 1) * size),
  ]);
  const rounds = layout.initializeFit(rows);
  for (let round = 1; round <= rounds; round++) {
    layout.step();
    onProgress(round, rounds);
  }
  return Float32Array.from(layout.getEmbedding().flat());
}

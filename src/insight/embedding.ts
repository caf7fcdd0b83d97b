/** Held-out images as points in the plane: those that the last hidden layer finds alike lie together. */
import { setImmediate as turn } from 'node:timers/promises';
import { UMAP } from 'umap-js';
import type { Split } from '../data/dataSet.ts';
import { SelectedImages } from '../data/images.ts';
import { Draws } from '../data/random.ts';
import { UserError } from '../data/userError.ts';
import { featureCount, featureNode, splitFeatures } from './features.ts';
import type { Inspection } from './inspection.ts';
import { principalComponents } from './principalComponents.ts';
import type { Embedding } from './results.ts';
import type { Work } from './splitPass.ts';

export interface EmbeddingRequest {
  /** `umap`: McInnes, Healy & Melville, 2018, on the first 50 principal components where there are more features. */
  readonly method: 'pca' | 'umap';
  /** At most so many images, evenly spread over the split. */
  readonly count: number;
  readonly seed: number;
}

/** Features that UMAP gets at most. */
const mostFeatures = 50;
/** Of each point, itself included. */
const neighbours = 15;

export async function embed(
  inspection: Inspection,
  split: Split,
  { method, count, seed }: EmbeddingRequest,
  { signal, onProgress }: Work = {},
): Promise<Embedding> {
  const chosen = Math.min(count, split.count);
  if (chosen < 3 || (method === 'umap' && chosen <= neighbours)) {
    const least = method === 'umap' ? neighbours + 1 : 3;
    throw new UserError(
      'too-few-images',
      `${method.toUpperCase()} needs ${least} images or more, and there are ${chosen}.`,
    );
  }
  const images = Uint32Array.from({ length: chosen }, (_, i) => Math.floor((i * split.count) / chosen));
  const part: Split = {
    count: chosen,
    images: new SelectedImages(split.images, images),
    labels: Int32Array.from(images, (image) => split.labels[image]!),
  };
  const node = featureNode(inspection.model);
  const features = await splitFeatures(inspection, part, node, { signal, onProgress });
  const size = featureCount(inspection.model, node);
  const shared = { images, labels: part.labels };
  if (method === 'pca') {
    const { points, explained } = principalComponents(features, size, 2);
    return { ...shared, points, explained: [explained[0]!, explained[1]!] };
  }
  const reduced = size > mostFeatures ? principalComponents(features, size, mostFeatures).points : features;
  const points = await umap(reduced, Math.min(size, mostFeatures), seed, { signal, onProgress });
  return { ...shared, points, explained: null };
}

async function umap(
  features: Float32Array,
  size: number,
  seed: number,
  { signal, onProgress }: Work,
): Promise<Float32Array> {
  const draws = new Draws(seed, 'shuffle');
  draws.begin(0, 0);
  const layout = new UMAP({ nComponents: 2, nNeighbors: neighbours, random: () => draws.between(0, 1) });
  const rows = Array.from({ length: features.length / size }, (_, i) => [
    ...features.subarray(i * size, (i + 1) * size),
  ]);
  await turn();
  signal?.throwIfAborted();
  const rounds = layout.initializeFit(rows);
  for (let round = 1; round <= rounds; round++) {
    layout.step();
    if (round % 10 !== 0) continue;
    onProgress?.(round, rounds);
    await turn();
    signal?.throwIfAborted();
  }
  return Float32Array.from(layout.getEmbedding().flat());
}

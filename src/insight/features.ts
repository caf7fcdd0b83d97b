/**
 * The last hidden layer: what goes into the last layer that has weights. Images that are near each other there
 * are alike to the network (Krizhevsky et al., 2012, figure 4).
 */
import type { Split } from '../data/dataSet.ts';
import type { LossSpec, ModelSpec } from '../model/spec.ts';
import { float32, type Inspection } from './inspection.ts';
import { inspectedLayers } from './layers.ts';
import { probabilities } from './prediction.ts';
import { featureProgram } from './programs.ts';
import type { HeldOutPredictions, Neighbour } from './results.ts';
import { passOver, type Work } from './splitPass.ts';

/** Node of the last hidden layer; the input itself where there is none. */
export function featureNode(model: ModelSpec): number {
  const layers = inspectedLayers(model);
  let node = model.outputs[0] ?? 0;
  // A normalisation has a weight a channel, which makes no layer of its own.
  while (node > 0 && (layers[node]!.weight?.length ?? 1) === 1) node = layers[node]!.inputs[0]!;
  return node > 0 ? layers[node]!.inputs[0]! : 0;
}

/** How many features a node has: its values, or, of a feature map, its channels, whose means count. */
export const featureCount = (model: ModelSpec, node: number): number => model.nodes[node]!.shape[0] ?? 1;

/** Features of every image of a split, `[images, features]`, one image after another. */
export async function splitFeatures(
  inspection: Inspection,
  split: Split,
  node: number,
  work: Work = {},
): Promise<Float32Array> {
  const count = featureCount(inspection.model, node);
  const all = new Float32Array(split.count * count);
  await passOver(
    inspection,
    split,
    `features ${node}`,
    (of, batchSize) => featureProgram(of, batchSize, node),
    ({ features }, _batch, first) => all.set(features!, first * count),
    work,
  );
  return all;
}

/** Features of one image. */
export async function imageFeatures(inspection: Inspection, image: Uint8Array, node: number): Promise<Float32Array> {
  const { features } = await inspection.runFloat(`features ${node} 1`, (of) => featureProgram(of, 1, node), {
    images: image,
  });
  return features!;
}

/** The nearest by Euclidean distance, of equals the earlier; `except`: the image itself, where it is one of them. */
export function nearest(
  features: Float32Array,
  labels: Split['labels'],
  wanted: Float32Array,
  count: number,
  except: number | null,
): Neighbour[] {
  const size = wanted.length;
  const found: { image: number; square: number }[] = [];
  for (let image = 0; image < features.length / size; image++) {
    if (image === except) continue;
    const farthest = found.length === count ? found.at(-1)!.square : Number.POSITIVE_INFINITY;
    let square = 0;
    for (let i = 0, at = image * size; i < size && square < farthest; i++, at++) {
      const difference = features[at]! - wanted[i]!;
      square += difference * difference;
    }
    if (!(square < farthest)) continue;
    let rank = found.length;
    while (rank > 0 && found[rank - 1]!.square > square) rank--;
    found.splice(rank, 0, { image, square });
    if (found.length > count) found.pop();
  }
  return found.map(({ image, square }) => ({ image, label: labels[image]!, distance: Math.sqrt(square) }));
}

/** What every image of a split is taken for. */
export async function predictSplit(
  inspection: Inspection,
  split: Split,
  loss: LossSpec['kind'],
  work: Work = {},
): Promise<HeldOutPredictions> {
  const node = featureNode(inspection.model);
  const predicted = new Uint16Array(split.count);
  const probabilityOfLabel = new Float32Array(split.count);
  await passOver(
    inspection,
    split,
    `features ${node}`,
    (of, batchSize) => featureProgram(of, batchSize, node),
    ({ logits }, { size, labels }, first) => {
      const outputs = logits!.length / size;
      for (let i = 0; i < size; i++) {
        const row = float32('logits', logits!).subarray(i * outputs, (i + 1) * outputs);
        const likely = probabilities(row, loss);
        predicted[first + i] = likely.reduce((best, each, label) => (each > likely[best]! ? label : best), 0);
        probabilityOfLabel[first + i] = likely[labels[i]!] ?? Number.NaN;
      }
    },
    work,
  );
  return { labels: split.labels.slice(), predicted, probabilityOfLabel };
}

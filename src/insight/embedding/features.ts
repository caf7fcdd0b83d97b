/**
 * Features: the activations that go into the last layer with weights. Images that are near each other there are similar
 * to the network (Krizhevsky et al., 2012, figure 4).
 */
import type { Split } from '../../data/dataSet.ts';
import type { LossSpec, ModelSpec } from '../../model/spec.ts';
import { mean } from '../../tensor/ops/index.ts';
import type { Program } from '../../tensor/program.ts';
import { float32, type Inspection } from '../inspection.ts';
import { inspectedLayers } from '../layers.ts';
import { probabilities } from '../prediction.ts';
import { inspectionProgram, type LookedInto } from '../programs.ts';
import type { HeldOutPredictions, Neighbour } from '../results.ts';
import { passOver, type TakeBatch, type Work } from '../splitPass.ts';

/** Node of the last hidden layer; the input if there is none. */
export function featureNode(model: ModelSpec): number {
  const layers = inspectedLayers(model);
  let node = model.outputs[0] ?? 0;
  // A normalisation has one weight per channel, which does not make it a hidden layer.
  while (node > 0 && (layers[node]!.weight?.length ?? 1) === 1) node = layers[node]!.inputs[0]!;
  return node > 0 ? layers[node]!.inputs[0]! : 0;
}

/** The number of features of a node: its values or, for a feature map, its channels, each by its mean. */
export const featureCount = (model: ModelSpec, node: number): number => model.nodes[node]!.shape[0] ?? 1;

/** Features of every image of a split, `[images, features]`, one image after another. */
export async function splitFeatures(
  inspection: Inspection,
  split: Split,
  node: number,
  work: Work = {},
): Promise<Float32Array> {
  const kept = keepFeatures(split, featureCount(inspection.model, node));
  await passFeatures(inspection, split, node, kept.take, work);
  return kept.features;
}

/** Features of one image. */
export async function imageFeatures(inspection: Inspection, image: Uint8Array, node: number): Promise<Float32Array> {
  const { features } = await inspection.runFloat(`features ${node} 1`, (of) => featureProgram(of, 1, node), {
    images: image,
  });
  return features!;
}

/**
 * The nearest images by Euclidean distance, earlier ones first on ties; `except`: the image itself, if it is among
 * them.
 */
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

/** The prediction for every image of a split. */
export async function predictSplit(
  inspection: Inspection,
  split: Split,
  loss: LossSpec['kind'],
  work: Work = {},
): Promise<HeldOutPredictions> {
  const kept = keepPredictions(split, loss);
  await passFeatures(inspection, split, featureNode(inspection.model), kept.take, work);
  return kept.predictions;
}

/** Features and predictions in one pass. */
export async function describeSplit(
  inspection: Inspection,
  split: Split,
  loss: LossSpec['kind'],
  work: Work = {},
): Promise<{ features: Float32Array; predictions: HeldOutPredictions }> {
  const node = featureNode(inspection.model);
  const { features, take: takeFeatures } = keepFeatures(split, featureCount(inspection.model, node));
  const { predictions, take: takePredictions } = keepPredictions(split, loss);
  const take: TakeBatch = (...batch) => {
    takeFeatures(...batch);
    takePredictions(...batch);
  };
  await passFeatures(inspection, split, node, take, work);
  return { features, predictions };
}

const passFeatures = (inspection: Inspection, split: Split, node: number, take: TakeBatch, work: Work): Promise<void> =>
  passOver(inspection, split, `features ${node}`, (of, batchSize) => featureProgram(of, batchSize, node), take, work);

function keepFeatures(split: Split, count: number): { features: Float32Array; take: TakeBatch } {
  const all = new Float32Array(split.count * count);
  return { features: all, take: ({ features }, _batch, first) => all.set(features!, first * count) };
}

function keepPredictions(split: Split, loss: LossSpec['kind']): { predictions: HeldOutPredictions; take: TakeBatch } {
  const predicted = new Uint16Array(split.count);
  const confidence = new Float32Array(split.count);
  const probabilityOfLabel = new Float32Array(split.count);
  const take: TakeBatch = ({ logits }, { size, labels }, first) => {
    const outputs = logits!.length / size;
    for (let i = 0; i < size; i++) {
      const row = float32('logits', logits!).subarray(i * outputs, (i + 1) * outputs);
      const likely = probabilities(row, loss);
      const best = likely.reduce((so, each, label) => (each > likely[so]! ? label : so), 0);
      predicted[first + i] = best;
      confidence[first + i] = likely[best]!;
      probabilityOfLabel[first + i] = likely[labels[i]!] ?? Number.NaN;
    }
  };
  return { predictions: { labels: split.labels.slice(), predicted, confidence, probabilityOfLabel }, take };
}

/**
 * Outputs: `features`, the values of a node (for a feature map, each channel's mean), `[batch, features]`, and
 * `logits`.
 */
function featureProgram(of: LookedInto, batchSize: number, node: number): Program {
  return inspectionProgram(of, batchSize, (graph) => {
    const value = graph.nodes[node]!;
    const features = value.shape.length === 4 ? mean(value, [2, 3]) : value;
    return {
      outputs: [
        { name: 'features', value: features },
        { name: 'logits', value: graph.output },
      ],
    };
  });
}

/** Held-out images as points in the plane: images that are similar to the last hidden layer lie together. */
import * as l10n from '@vscode/l10n';
import type { Split } from '../../data/dataSet.ts';
import { SelectedImages } from '../../data/images.ts';
import { UserError } from '../../data/userError.ts';
import type { LossSpec } from '../../model/spec.ts';
import type { Inspection } from '../inspection.ts';
import type { Embedding } from '../results.ts';
import type { Work } from '../splitPass.ts';
import { describeSplit, featureCount, featureNode } from './features.ts';
import { type LayoutRequest, leastPoints } from './pointLayout.ts';
import { layOutInThread } from './pointLayoutThread.ts';

export interface EmbeddingRequest extends Pick<LayoutRequest, 'method' | 'seed'> {
  /** At most this many images, evenly spread over the split. */
  readonly count: number;
}

export async function embed(
  inspection: Inspection,
  split: Split,
  loss: LossSpec['kind'],
  { method, count, seed }: EmbeddingRequest,
  work: Work = {},
): Promise<Embedding> {
  const chosen = Math.min(count, split.count);
  if (chosen < leastPoints[method]) {
    throw new UserError(
      'too-few-images',
      l10n.t('{0} needs {1} images or more, and there are {2}.', method.toUpperCase(), leastPoints[method], chosen),
    );
  }
  const images = Uint32Array.from({ length: chosen }, (_, i) => Math.floor((i * split.count) / chosen));
  const part: Split = {
    count: chosen,
    images: new SelectedImages(split.images, images),
    labels: Int32Array.from(images, (image) => split.labels[image]!),
  };
  const { features, predictions } = await describeSplit(inspection, part, loss, work);
  const size = featureCount(inspection.model, featureNode(inspection.model));
  const { points, explained } = await layOutInThread({ features, size, method, seed }, work);
  return { images, labels: part.labels, predicted: predictions.predicted, points, explained };
}

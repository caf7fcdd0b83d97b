/** Receptive fields that miss part of the image, or see little but padding. */
import * as l10n from '@vscode/l10n';
import { formatSize } from '../format.ts';
import type { Problems, Remedy } from '../problem.ts';
import { type ReceptiveField, singlePixel } from '../receptiveField.ts';
import { pathInCall } from '../signature.ts';
import { type AdvisedNetwork, advise, onEveryWay, type PlacedLayer } from './advisedNetwork.ts';

/** A field this many times larger than the image sees mostly padding. */
const farLarger = 12;

export function checkReceptiveField(network: AdvisedNetwork, problems: Problems): void {
  const { layers, input } = network;
  const [, height = 1, width = 1] = input;
  const fields = new Map<number, ReceptiveField | null>([[0, singlePixel]]);
  for (const { id, node } of layers) fields.set(id, node.field);
  // A gate, as in squeeze and excitation, pools on a side branch and keeps positions.
  for (const layer of onEveryWay(network)) {
    const before = fields.get(layer.sources[0] ?? 0)?.size;
    if (!losesPositions(layer) || !before || (before[0] >= height && before[1] >= width)) continue;
    const message = l10n.t(
      'Each value pooled here sees {0} of the {1} pixels of the image, and its position is lost. Add layers, pooling or strides before it.',
      formatSize([Math.ceil(before[0]), Math.ceil(before[1])]),
      formatSize([height, width]),
    );
    const readers = layers.filter(({ sources }) => sources.includes(layer.id));
    const title = l10n.t('Remove this {0}: {1} keeps the positions', `${layer.kind}()`, 'flatten()');
    const isFlattened = readers.length > 0 && readers.every(({ kind }) => kind === 'flatten');
    const remedies: Remedy[] = isFlattened ? [{ kind: 'remove', title }] : [];
    advise(problems, { code: 'field-too-small', severity: 'information', layer, message, remedies });
  }
  const large = layers.find(({ node: { field } }) => isFarLarger(field, height, 0) && isFarLarger(field, width, 1));
  const size = large?.node.field?.size;
  if (!large || !size) return;
  const message = l10n.t(
    'From here on, each value depends on {0} pixels, more than {1} times the image of {2}: mostly padding. Use fewer strides or pooling layers at the start.',
    formatSize([Math.ceil(size[0]), Math.ceil(size[1])]),
    farLarger,
    formatSize([height, width]),
  );
  const remedies = withoutFirstStride(network, large);
  advise(problems, { code: 'field-too-large', severity: 'information', layer: large, message, remedies });
}

/** Takes the first stride out, or the pooling that makes it, unless branches beside it would no longer meet. */
function withoutFirstStride(network: AdvisedNetwork, large: PlacedLayer): Remedy[] {
  const first = onEveryWay(network).find(({ id, node }) => {
    const [[, height = 1], [, rows = 1]] = [node.inputs[0], node.shape];
    return id <= large.id && rows < height / 1.5;
  });
  if (!first) return [];
  const { kind, call, entry } = first;
  if (kind === 'maxPool2d' || kind === 'avgPool2d') {
    return [{ kind: 'remove', title: l10n.t('Remove {0}', entry.name), call }];
  }
  if (kind !== 'conv2d') return [];
  const title = l10n.t('Change {0} to {1}', l10n.t('{0} of {1}', 'stride', entry.name), '1');
  return [{ kind: 'set', title, call, path: pathInCall(entry.signature, ['stride']), text: '1' }];
}

const isFarLarger = (field: ReceptiveField | null, size: number, axis: 0 | 1): boolean =>
  field !== null && field.size[axis] > farLarger * size;

/** Whether a feature map is reduced to one pixel other than by a window that sees all of it. */
function losesPositions({ kind, node }: PlacedLayer): boolean {
  const [, height, width] = node.shape;
  const [, rows = 1, columns = 1] = node.inputs[0];
  const pools = kind === 'globalAvgPool2d' || kind === 'globalMaxPool2d' || kind === 'adaptiveAvgPool2d';
  return pools && height === 1 && width === 1 && rows * columns > 1;
}

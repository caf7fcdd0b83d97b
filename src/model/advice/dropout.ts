/** Dropout before batch normalisation, which mistakes its variance for that of the data. */
import * as l10n from '@vscode/l10n';
import type { Problems } from '../problem.ts';
import { type AdvisedNetwork, advise, attributesIf, type PlacedLayer } from './advisedNetwork.ts';

export function checkDropout({ layers }: AdvisedNetwork, problems: Problems): void {
  /** The last dropout before each node, by id. */
  const dropped = new Map<number, PlacedLayer>();
  for (const layer of layers) {
    const before = layer.sources.map((source) => dropped.get(source)).find((found) => found !== undefined);
    if (layer.kind === 'batchNorm2d' && before) warn(before, layer, problems);
    const drops = (attributesIf('dropout', layer)?.p ?? 0) > 0;
    if (drops) dropped.set(layer.id, layer);
    else if (before && layer.kind !== 'batchNorm2d') dropped.set(layer.id, before);
  }
}

function warn(layer: PlacedLayer, normalisation: PlacedLayer, problems: Problems): void {
  const message = l10n.t(
    'This dropout comes before {0}, which records the variance that dropout adds in training and divides by it in inference, where there is none. Put it after the last batch normalisation.',
    normalisation.entry.name,
  );
  const remedies = [{ kind: 'remove', title: l10n.t('Remove this dropout()') } as const];
  advise(problems, { code: 'dropout-before-batch-norm', severity: 'warning', layer, message, remedies });
}

/** One dense layer that holds nearly all parameters of a convolutional network. */
import * as l10n from '@vscode/l10n';
import { formatCount, formatPercent } from '../format.ts';
import { product } from '../initial.ts';
import { parameterCount } from '../limits.ts';
import type { Problems, Remedy } from '../problem.ts';
import { type AdvisedNetwork, advise } from './advisedNetwork.ts';

/** Share of all parameters. */
const most = 0.9;

/** A layer with fewer parameters than this is never heavy. */
const least = 200_000;

export function checkHeavyLayer({ layers }: AdvisedNetwork, problems: Problems): void {
  // A multilayer perceptron has no other place for them.
  if (!layers.some(({ kind }) => kind === 'conv2d')) return;
  const total = layers.reduce((sum, { node }) => sum + parameterCount(node), 0);
  const heavy = layers.find(({ kind, node }) => kind === 'dense' && parameterCount(node) > most * total);
  if (!heavy || total < least) return;
  const own = parameterCount(heavy.node);
  const message = l10n.t(
    '{0} of the parameters, {1}, are in this layer, which reads {2} values. Pool more before flatten(), or put globalAvgPool2d() before it.',
    formatPercent(own / total),
    formatCount(own),
    formatCount(product(heavy.node.inputs[0])),
  );
  const source = layers.find(({ id }) => id === heavy.sources[0]);
  const [channels, ...size] = source?.node.inputs[0] ?? [];
  const isFlat = source?.kind === 'flatten' && channels !== undefined && product(size) > 1;
  const title = l10n.t('Insert {0} before {1}', 'globalAvgPool2d()', 'flatten()');
  const remedies: Remedy[] = isFlat
    ? [{ kind: 'insertBefore', title, layer: 'globalAvgPool2d', call: source.call }]
    : [];
  advise(problems, { code: 'one-heavy-layer', severity: 'information', layer: heavy, message, remedies });
}

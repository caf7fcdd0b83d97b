/** Layers that everything passes through and that are far narrower than the model's output. */
import * as l10n from '@vscode/l10n';
import { formatCount } from '../format.ts';
import { product } from '../initial.ts';
import type { Problems, Remedy } from '../problem.ts';
import { type AdvisedNetwork, advise, onEveryWay, type PlacedLayer } from './advisedNetwork.ts';

export function checkBottlenecks(network: AdvisedNetwork, problems: Problems): void {
  const { layers, loss, input } = network;
  const output = layers.at(-1)?.node.shape;
  // Autoencoders want one.
  if (output?.length !== 1 || (loss !== null && loss !== 'crossEntropy')) return;
  const outputs = product(output);
  const isNarrow = (width: number) => 2 * width < outputs;
  let widthBefore = product(input);
  for (const layer of onEveryWay(network)) {
    const width = product(layer.node.shape);
    if (isNarrow(width) && !isNarrow(widthBefore)) warn(layer, width, outputs, problems);
    widthBefore = width;
  }
}

function warn(layer: PlacedLayer, width: number, outputs: number, problems: Problems): void {
  const message = l10n.t(
    'All information about the image passes through the {0} values of this layer, fewer than half of the {1} outputs.',
    formatCount(width),
    formatCount(outputs),
  );
  const field = layer.kind === 'dense' ? 'units' : layer.kind === 'conv2d' ? 'outChannels' : null;
  if (field === null) {
    advise(problems, { code: 'bottleneck', severity: 'warning', layer, message });
    return;
  }
  const [, ...size] = layer.node.shape;
  const text = String(Math.ceil(outputs / product(size)));
  const wider: Remedy = { kind: 'set', title: l10n.t('Change {0} to {1}', field, text), path: [field], text };
  advise(problems, { code: 'bottleneck', severity: 'warning', layer, path: [field], message, remedies: [wider] });
}

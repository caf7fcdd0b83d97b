/** Layers that everything passes through and that are far narrower than the model's output. */
import * as l10n from '@vscode/l10n';
import { formatCount } from '../format.ts';
import { product } from '../initial.ts';
import type { Problems } from '../problem.ts';
import { type AdvisedNetwork, advise, onEveryWay, type PlacedLayer, widen, widthOf } from './advisedNetwork.ts';

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
    if (isNarrow(width) && !isNarrow(widthBefore)) warn(network, layer, width, outputs, problems);
    widthBefore = width;
  }
}

function warn(network: AdvisedNetwork, layer: PlacedLayer, width: number, outputs: number, problems: Problems): void {
  const message = l10n.t(
    'All information about the image passes through the {0} values of this layer, fewer than half of the {1} outputs.',
    formatCount(width),
    formatCount(outputs),
  );
  const source = widthOf(network, layer);
  const [, ...size] = layer.node.shape;
  const remedies = source ? [widen(source, String(Math.ceil(outputs / product(size))), layer)] : [];
  const path = source?.layer === layer ? [source.field] : [];
  advise(problems, { code: 'bottleneck', severity: 'warning', layer, path, message, remedies });
}

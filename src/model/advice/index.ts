/** What a teacher would say about a network that works: warnings and notes, never errors. */
import type { Problems } from '../problem.ts';
import type { AdvisedNetwork } from './advisedNetwork.ts';
import { checkBottlenecks } from './bottleneck.ts';
import { checkDropout } from './dropout.ts';
import { checkHeavyLayer } from './heavyLayer.ts';
import { checkReceptiveField } from './receptiveField.ts';
import { checkWindows } from './windows.ts';

export type { AdvisedNetwork, PlacedLayer } from './advisedNetwork.ts';
export { advisedNetwork, attributesIf, widen, widthOf } from './advisedNetwork.ts';

export function adviseNetwork(network: AdvisedNetwork, problems: Problems): void {
  checkWindows(network, problems);
  checkDropout(network, problems);
  // Advice on the whole network would change with every half-written layer.
  if (!network.isWhole) return;
  checkReceptiveField(network, problems);
  checkBottlenecks(network, problems);
  checkHeavyLayer(network, problems);
}

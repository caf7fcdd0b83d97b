import * as l10n from '@vscode/l10n';
import { multiply as times } from '../../tensor/ops/index.ts';
import { broadcastChannels, merging } from './merge.ts';

export const multiply = merging('multiply', {
  meet: broadcastChannels,
  rule: () => l10n.t('They must have the same shape, or one must be a single pixel with as many channels.'),
  lower: ([first, ...rest]) => rest.reduce((product, x) => times(product, x), first),
});

import * as l10n from '@vscode/l10n';
import { add as sum } from '../../tensor/ops/index.ts';
import { broadcastChannels, merging } from './merge.ts';

export const add = merging('add', {
  meet: broadcastChannels,
  rule: () => l10n.t('They must have the same shape, or one must be a single pixel with as many channels.'),
  lower: ([first, ...rest]) => rest.reduce((total, x) => sum(total, x), first),
});

import { multiply as times } from '../../tensor/ops/index.ts';
import { broadcastChannels, merging } from './merge.ts';

export const multiply = merging('multiply', {
  meet: broadcastChannels,
  rule: 'They must have the same shape, or one be a single pixel of as many channels.',
  lower: ([first, ...rest]) => rest.reduce((product, x) => times(product, x), first),
});

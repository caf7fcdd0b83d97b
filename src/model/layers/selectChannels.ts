import * as l10n from '@vscode/l10n';
import { concat, slice } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';
import { imageShape } from '../../tensor/shape.ts';
import { Complaint } from '../problem.ts';
import { required } from '../signature.ts';
import { describe, elements, integer, type Reader } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/** Some channels, in the order given; as PyTorch's `x[:, channels]`. */
export const selectChannels = defineLayer(
  { positional: { channels: required(readChannels()) }, options: {} },
  ({ channels }) => ({
    output([input]) {
      const [all, height, width] = featureMap('selectChannels', input);
      const missing = channels.findIndex((channel) => channel >= all);
      if (missing === -1) return [channels.length, height, width];
      const message = l10n.t(
        'There is no channel {0}: the input has {1}, from 0 to {2}.',
        String(channels[missing]),
        all,
        all - 1,
      );
      throw new Complaint('no-such-channel', ['channels', missing], message);
    },
    lower({ inputs: [x] }) {
      const [batch, , height, width] = imageShape('selectChannels', 'the input', x);
      const part = ([first, count]: Run): Value => slice(x, [0, first, 0, 0], [batch, count, height, width]);
      return concat(runs(channels).map(part), 1);
    },
  }),
);

function readChannels(): Reader<readonly number[]> {
  const channel = integer(0);
  return (argument) => {
    const items = elements(argument);
    if (items && items.length > 0) return items.map(channel);
    const { raw, path, label } = argument;
    const message = l10n.t('{0} must be a list of channels, such as [0, 2]; it is {1}.', label(), describe(raw));
    throw new Complaint('invalid-size', path, message);
  };
}

/** Channels that follow each other. */
type Run = readonly [first: number, count: number];

function runs(channels: readonly number[]): Run[] {
  const found: Run[] = [];
  for (const channel of channels) {
    const [first, count] = found.at(-1) ?? [0, 0];
    if (count > 0 && channel === first + count) found[found.length - 1] = [first, count + 1];
    else found.push([channel, 1]);
  }
  return found;
}

import * as l10n from '@vscode/l10n';
import { normalise, scaleChannels } from '../../tensor/functions/normalise.ts';
import { reshape } from '../../tensor/ops/index.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { affineParameters } from '../initial.ts';
import { Complaint } from '../problem.ts';
import { optional, required } from '../signature.ts';
import { boolean, number, positiveInteger } from '../values.ts';
import { defineLayer } from './definition.ts';
import { changeGroups, greatestDivisor } from './groups.ts';

/** Normalises groups of channels of each image; as PyTorch's `nn.GroupNorm`. */
export const groupNorm = defineLayer(
  {
    positional: { groups: required(positiveInteger) },
    options: { epsilon: optional(number({ above: 0 }), 1e-5), affine: optional(boolean, true) },
    inferred: { name: 'num_channels', index: 1 },
  },
  ({ groups, epsilon, affine }) => ({
    output([input]) {
      const [channels = 0] = input;
      if (channels % groups === 0) return input;
      throw new Complaint(
        'groups-mismatch',
        ['groups'],
        l10n.t('groups is {0}; it must divide the {1} channels.', groups, channels),
        [changeGroups(greatestDivisor(groups, channels))],
      );
    },
    parameters: ([[channels = 0]]) => affineParameters([channels], affine),
    lower({ inputs: [x], parameter }) {
      const [batch = 1, ...image] = x.shape;
      const grouped = reshape(x, [batch, groups, sizeOf(image) / groups]);
      const normal = reshape(normalise(grouped, [2], epsilon), x.shape);
      return affine ? scaleChannels(normal, parameter('weight'), parameter('bias')) : normal;
    },
  }),
);

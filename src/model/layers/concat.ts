import * as l10n from '@vscode/l10n';
import { concat as join } from '../../tensor/ops/index.ts';
import type { Inputs } from './definition.ts';
import { merging } from './merge.ts';

export const concat = merging('concat', {
  meet([channels = 0, ...size], [more = 0, ...otherSize]) {
    return size.join() === otherSize.join() ? [channels + more, ...size] : null;
  },
  formula: (inputs) => [
    `${inputs[0].length > 1 ? l10n.t('channels') : l10n.t('values')} = ${inputs.map(([channels]) => channels).join(' + ')} = ${total(inputs)}`,
  ],
  rule: () => l10n.t('They must have the same height and width; only channels may differ.'),
  lower: (inputs) => join(inputs, 1),
});

const total = (inputs: Inputs): number => inputs.reduce((sum, [channels = 0]) => sum + channels, 0);

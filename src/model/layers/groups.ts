import * as l10n from '@vscode/l10n';
import { Complaint, type Remedy } from '../problem.ts';

/** Checks that `groups` divides the channels. Throws a Complaint. */
export function checkGroups(groups: number, channels: number, outChannels: number): void {
  if (channels % groups === 0 && outChannels % groups === 0) return;
  const most = greatestDivisor(channels, outChannels);
  throw new Complaint(
    'groups-mismatch',
    ['groups'],
    l10n.t(
      'groups is {0}; it must divide both the {1} input channels and the {2} output channels.',
      groups,
      channels,
      outChannels,
    ),
    [changeGroups(most)],
  );
}

export const changeGroups = (groups: number): Remedy => ({
  kind: 'set',
  title: l10n.t('Change groups to {0}', groups),
  path: ['groups'],
  text: String(groups),
});

export const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

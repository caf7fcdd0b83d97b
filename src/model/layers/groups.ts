import { Complaint } from '../problem.ts';

/** Groups of channels that do not see each other must be of equal size. */
export function checkGroups(groups: number, channels: number, outChannels: number): void {
  if (channels % groups === 0 && outChannels % groups === 0) return;
  throw new Complaint(
    'groups-mismatch',
    ['groups'],
    `groups is ${groups}; it must divide both the ${channels} input channels and the ${outChannels} output channels.`,
  );
}

/**
 * Keyboard navigation between volumes: left and right along the edges (the first of several), up and down across
 * branches and rows.
 */
import type { DrawnVolume } from '../picture/picture.ts';

export type NavigationKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

export const isNavigationKey = (key: string): key is NavigationKey =>
  ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);

/** The volume that a key leads to; the same if there is none. */
export function navigate(volumes: readonly DrawnVolume[], from: number, key: NavigationKey): number {
  const here = volumes.find(({ volume }) => volume.index === from) ?? volumes[0];
  if (!here) return from;
  switch (key) {
    case 'Home':
      return volumes[0]!.volume.index;
    case 'End':
      return volumes.at(-1)!.volume.index;
    case 'ArrowLeft':
      return here.inputs[0] ?? here.volume.index;
    case 'ArrowRight':
      return here.outputs[0] ?? here.volume.index;
    default:
      return beside(volumes, here, key === 'ArrowUp' ? -1 : 1);
  }
}

/** The nearest above (−1) or below (1); a step up counts less than one aside. */
function beside(volumes: readonly DrawnVolume[], here: DrawnVolume, direction: -1 | 1): number {
  const centre = ({ box }: DrawnVolume) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const from = centre(here);
  let nearest = { index: here.volume.index, distance: Number.POSITIVE_INFINITY };
  for (const other of volumes) {
    const to = centre(other);
    const along = (to.y - from.y) * direction;
    const distance = along + 2 * Math.abs(to.x - from.x);
    // Smaller differences are only bodies of different height in the same row.
    if (along > 10 && distance < nearest.distance) nearest = { index: other.volume.index, distance };
  }
  return nearest.index;
}

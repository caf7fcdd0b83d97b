/** Places names beside discs so that they hide no other name and no centre of a disc. */

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Size of the name in pixels. */
  readonly width: number;
}

/** Centre of the name. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
}

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const gap = 4;

/** Parallel to `discs`; `null` if there is no room, which affects the discs at the end of the list first. */
export function placeLabels(discs: readonly Disc[], height: number, area: Area): readonly (LabelPlace | null)[] {
  const taken: Area[] = discs.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  return discs.map((disc) => {
    for (const { x, y } of candidates(disc, height)) {
      const box = { left: x - disc.width / 2, right: x + disc.width / 2, top: y - height / 2, bottom: y + height / 2 };
      if (isWithin(box, area) && !taken.some((other) => overlap(box, other))) {
        taken.push(box);
        return { x, y };
      }
    }
    return null;
  });
}

/** Right, left, above, below, and the corners. */
function candidates({ x, y, radius, width }: Disc, height: number): readonly LabelPlace[] {
  const [aside, over] = [radius + gap + width / 2, radius + gap + height / 2];
  const corner = radius * Math.SQRT1_2 + gap;
  const diagonal = [corner + width / 2, corner + height / 2] as const;
  return [
    { x: x + aside, y },
    { x, y: y - over },
    { x: x - aside, y },
    { x, y: y + over },
    ...[1, -1].flatMap((across) => [-1, 1].map((down) => ({ x: x + across * diagonal[0], y: y + down * diagonal[1] }))),
  ];
}

const overlap = (a: Area, b: Area): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isWithin = (a: Area, b: Area): boolean =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

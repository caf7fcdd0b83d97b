/** Maps between points of a scatter plot and the screen. */

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Margin on all sides. */
  readonly margin: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Maps `[x, y]` of each point (y upwards) to the available room (y downwards): as large as fits, with one scale for
 * both axes.
 */
export function placePoints(points: Float32Array, { width, height, margin }: Room): Float32Array {
  const ends = [0, 1].map((axis) => {
    const values = points.filter((_, i) => i % 2 === axis);
    const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    return { middle: (low + high) / 2, range: Math.max(high - low, 1e-9) };
  });
  const [across, up] = [ends[0]!, ends[1]!];
  const scale = Math.max(0, Math.min((width - 2 * margin) / across.range, (height - 2 * margin) / up.range));
  return points.map((value, i) =>
    i % 2 === 0 ? width / 2 + scale * (value - across.middle) : height / 2 - scale * (value - up.middle),
  );
}

export const placeOf = (places: Float32Array, point: number): Place => ({
  x: places[2 * point]!,
  y: places[2 * point + 1]!,
});

/** The nearest point to a place, at most `reach` away; `null` if there is none. */
export function pointNear(places: Float32Array, { x, y }: Place, reach: number): number | null {
  let [nearest, least]: [number | null, number] = [null, reach * reach];
  for (let point = 0; point < places.length / 2; point++) {
    const square = (places[2 * point]! - x) ** 2 + (places[2 * point + 1]! - y) ** 2;
    if (square <= least) [nearest, least] = [point, square];
  }
  return nearest;
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest point in the direction of an arrow key, among those at most 45° off; `null` if there is none. */
export function pointBeside(places: Float32Array, from: number, key: string): number | null {
  const direction = directions[key];
  if (direction === undefined) return null;
  const here = placeOf(places, from);
  let [nearest, least]: [number | null, number] = [null, Number.POSITIVE_INFINITY];
  for (let point = 0; point < places.length / 2; point++) {
    const [dx, dy] = [places[2 * point]! - here.x, places[2 * point + 1]! - here.y];
    const along = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1] + dy * direction[0]);
    const square = dx * dx + dy * dy;
    if (along <= 0 || aside > along || square >= least) continue;
    [nearest, least] = [point, square];
  }
  return nearest;
}

/** The centre of each class's points: medians, which outliers do not move; `null` if it has no points. */
export function classMiddles(places: Float32Array, labels: ArrayLike<number>, classes: number): (Place | null)[] {
  return Array.from({ length: classes }, (_, label) => {
    const own = Array.from({ length: labels.length }, (_, point) => point).filter((point) => labels[point] === label);
    const median = (axis: 0 | 1) => {
      const values = own.map((point) => places[2 * point + axis]!).sort((a, b) => a - b);
      return values[Math.floor(values.length / 2)];
    };
    const [x, y] = [median(0), median(1)];
    return x === undefined || y === undefined ? null : { x, y };
  });
}

/** Drawing on an image of bytes. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Brush {
  /** In pixels of the image. */
  readonly radius: number;
  /** Erases instead. */
  readonly erases: boolean;
}

/**
 * A copy of an image `[channels, height, width]` with a line between two points, white in every channel, with an edge
 * softened by one pixel. Points are in pixels; the centre of the first is at (0.5, 0.5).
 */
export function drawLine(
  image: Uint8Array,
  [channels, height, width]: readonly [number, number, number],
  from: Point,
  to: Point,
  { radius, erases }: Brush,
): Uint8Array {
  const drawn = image.slice();
  const reach = radius + 1;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a: number, b: number, side: number) => Math.min(side - 1, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(from.y, to.y); row <= last(from.y, to.y, height); row++) {
    for (let column = first(from.x, to.x); column <= last(from.x, to.x, width); column++) {
      const distance = distanceTo({ x: column + 0.5, y: row + 0.5 }, from, to);
      const ink = Math.round(255 * Math.max(0, Math.min(1, radius + 0.5 - distance)));
      for (let channel = 0; channel < channels; channel++) {
        const at = (channel * height + row) * width + column;
        drawn[at] = erases ? Math.min(drawn[at]!, 255 - ink) : Math.max(drawn[at]!, ink);
      }
    }
  }
  return drawn;
}

/** Distance from a point to a line segment. */
function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / square;
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy);
}

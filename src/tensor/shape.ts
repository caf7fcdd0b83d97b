/** Shapes and their arithmetic. */

export type Shape = readonly number[];

/** Anything with a shape, usually a value of a program. */
interface Shaped {
  readonly shape: Shape;
}

/** An error about shapes that do not fit. The message names the operation and the numbers. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** `[128, 6, 28, 28]`. */
export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Number of elements. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, dimension) => size * dimension, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);

/** Size along an axis; `axis` may be negative, counting from the end. */
export function dimension(shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size === undefined) throw new ShapeError(`axis ${axis} does not exist in the shape ${formatShape(shape)}`);
  return size;
}

/** The axes as increasing numbers from 0; negative ones count from the end. */
export function normalizeAxes(op: string, axes: readonly number[], rank: number): number[] {
  const normal = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  for (const [index, axis] of normal.entries()) {
    if (!Number.isInteger(axis) || axis < 0 || axis >= rank) {
      throw new ShapeError(`${op}: axis ${axes[index]} does not exist in ${rank} dimensions`);
    }
    if (normal.indexOf(axis) !== index) throw new ShapeError(`${op}: axis ${axes[index]} is given twice`);
  }
  return normal.sort((a, b) => a - b);
}

/** NumPy's rule: aligned at the end, sizes are equal or one of them is 1. */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(
        `${op}: the shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: ${left} ≠ ${right}`,
      );
    }
    return left === 1 ? right : left;
  });
}

/** The shape as `[batch, channels, height, width]`. */
export function imageShape(op: string, what: string, value: Shaped): readonly [number, number, number, number] {
  const [n, c, h, w, ...more] = value.shape;
  if (n === undefined || c === undefined || h === undefined || w === undefined || more.length > 0) {
    throw new ShapeError(`${op}: ${what} needs 4 dimensions, not ${formatShape(value.shape)}`);
  }
  return [n, c, h, w];
}

/** The shape as `[rows, columns]`. */
export function matrixShape(op: string, what: string, value: Shaped): readonly [number, number] {
  const [rows, columns, ...more] = value.shape;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new ShapeError(`${op}: ${what} needs 2 dimensions, not ${formatShape(value.shape)}`);
  }
  return [rows, columns];
}

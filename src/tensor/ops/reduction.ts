/** What reductions share. */
import type { DType } from '../dtype.ts';
import type { Value } from '../program.ts';
import { normalizeAxes, type Shape } from '../shape.ts';
import { requireType } from './rule.ts';
import type { AxesAttributes, Unary } from './signatures.ts';

/** The shape with 1 in place of every reduced axis. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size));

export const inferReduction =
  (op: string) =>
  ([x]: Unary<Value>, { axes, keepDimensions }: AxesAttributes): { shape: Shape; dtype: DType } => {
    requireType(op, 'float32', x);
    normalizeAxes(op, axes, x.shape.length);
    const shape = keepDimensions ? keptShape(x.shape, axes) : x.shape.filter((_, axis) => !axes.includes(axis));
    return { shape, dtype: x.dtype };
  };

/** What reductions share. */
import type { DType, Shape } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { requireType, type Unary } from './rule.ts';

export interface AxesAttributes {
  /** Counted from 0. */
  readonly axes: readonly number[];
  readonly keepDimensions: boolean;
}

/** The shape with 1 in place of every reduced axis. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size));

export const inferReduction =
  (op: string) =>
  ([x]: Unary, { axes, keepDimensions }: AxesAttributes): { shape: Shape; dtype: DType } => {
    requireType(op, 'float32', x);
    normalizeAxes(op, axes, x.shape.length);
    const shape = keepDimensions ? keptShape(x.shape, axes) : x.shape.filter((_, axis) => !axes.includes(axis));
    return { shape, dtype: x.dtype };
  };

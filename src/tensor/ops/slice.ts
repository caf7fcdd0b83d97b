import type { Value } from '../program.ts';
import { dimension, formatShape, type Shape, ShapeError, sameShape } from '../shape.ts';
import { apply, type OpRule } from './rule.ts';

export const sliceRule: OpRule<'slice'> = {
  infer([x], { start, size }) {
    const fits =
      start.length === x.shape.length &&
      size.length === x.shape.length &&
      x.shape.every(
        (whole, axis) => dimension(start, axis) >= 0 && dimension(start, axis) + dimension(size, axis) <= whole,
      );
    if (!fits) {
      throw new ShapeError(
        `slice: ${formatShape(size)} from ${formatShape(start)} does not lie inside ${formatShape(x.shape)}`,
      );
    }
    return { shape: size, dtype: x.dtype };
  },
  lower(onnx, { inputs: [x], attributes: { start, size } }) {
    const axes = x.shape.flatMap((whole, axis) => (whole === size[axis] ? [] : [axis]));
    const starts = axes.map((axis) => dimension(start, axis));
    const ends = axes.map((axis) => dimension(start, axis) + dimension(size, axis));
    return onnx.slice(onnx.of(x), axes, starts, ends);
  },
};

/** The block of shape `size` whose first corner is `start`. */
export const slice = (x: Value, start: readonly number[], size: Shape): Value =>
  sameShape(x.shape, size) ? x : apply('slice', sliceRule, [x], { start, size });

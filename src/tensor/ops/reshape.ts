import type { Value } from '../program.ts';
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from '../shape.ts';
import { apply, type OpRule } from './rule.ts';

export const reshapeRule: OpRule<'reshape'> = {
  infer([x], { shape }) {
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new ShapeError(
        `reshape: the ${sizeOf(x.shape)} values of ${formatShape(x.shape)} do not fill ${formatShape(shape)} (${sizeOf(shape)})`,
      );
    }
    return { shape, dtype: x.dtype };
  },
  lower: (onnx, { inputs: [x], attributes }) => onnx.reshape(onnx.of(x), attributes.shape),
};

/** The same values in the same order under another shape. */
export const reshape = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : apply('reshape', reshapeRule, [x], { shape });

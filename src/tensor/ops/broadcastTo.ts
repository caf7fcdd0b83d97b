import type { Value } from '../program.ts';
import { broadcastShapes, formatShape, type Shape, ShapeError, sameShape } from '../shape.ts';
import { apply, type OpRule } from './rule.ts';

export const broadcastToRule: OpRule<'broadcastTo'> = {
  infer([x], { shape }) {
    if (!sameShape(broadcastShapes('broadcastTo', x.shape, shape), shape)) {
      throw new ShapeError(`broadcastTo: ${formatShape(x.shape)} cannot be repeated to ${formatShape(shape)}`);
    }
    return { shape, dtype: x.dtype };
  },
  lower: (onnx, { inputs: [x], attributes }) => onnx.node('Expand', [onnx.of(x), onnx.ints(attributes.shape)]),
};

/** Repeated along axes of size 1 and along new leading axes. */
export const broadcastTo = (x: Value, shape: Shape): Value =>
  sameShape(x.shape, shape) ? x : apply('broadcastTo', broadcastToRule, [x], { shape });

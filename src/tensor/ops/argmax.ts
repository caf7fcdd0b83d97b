import type { Value } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const argmaxRule: OpRule<'argmax'> = {
  infer([x], { axis }) {
    requireType('argmax', 'float32', x);
    normalizeAxes('argmax', [axis], x.shape.length);
    return { shape: x.shape.filter((_, each) => each !== axis), dtype: 'int32' };
  },
  lower: (onnx, { inputs: [x], attributes: { axis } }) =>
    onnx.cast(onnx.node('ArgMax', [onnx.of(x)], { axis, keepdims: 0 }), 'int32'),
};

/** Position of the largest value along an axis, the first one on ties; int32. */
export const argmax = (x: Value, axis: number): Value =>
  apply('argmax', argmaxRule, [x], { axis: axis < 0 ? axis + x.shape.length : axis });

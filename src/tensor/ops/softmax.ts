import type { Value } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const softmaxRule: OpRule<'softmax'> = {
  infer([x], { axis }) {
    requireType('softmax', 'float32', x);
    normalizeAxes('softmax', [axis], x.shape.length);
    return { shape: x.shape, dtype: x.dtype };
  },
  lower: (onnx, { inputs: [x], attributes: { axis } }) => onnx.node('Softmax', [onnx.of(x)], { axis }),
};

/** e^xᵢ / Σⱼ e^xⱼ along an axis. */
export const softmax = (x: Value, axis = -1): Value =>
  apply('softmax', softmaxRule, [x], { axis: axis < 0 ? axis + x.shape.length : axis });

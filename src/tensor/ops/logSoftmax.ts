import type { Value } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const logSoftmaxRule: OpRule<'logSoftmax'> = {
  infer([x], { axis }) {
    requireType('logSoftmax', 'float32', x);
    normalizeAxes('logSoftmax', [axis], x.shape.length);
    return { shape: x.shape, dtype: x.dtype };
  },
  lower: (onnx, { inputs: [x], attributes: { axis } }) => onnx.node('LogSoftmax', [onnx.of(x)], { axis }),
};

/** xᵢ − log Σⱼ e^xⱼ along an axis. */
export const logSoftmax = (x: Value, axis = -1): Value =>
  apply('logSoftmax', logSoftmaxRule, [x], { axis: axis < 0 ? axis + x.shape.length : axis });

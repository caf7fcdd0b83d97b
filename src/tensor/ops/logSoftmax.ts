import type { Value } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { apply, type OpRule, requireType, type Unary } from './rule.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

export const logSoftmaxRule: OpRule<Unary, { readonly axis: number }> = {
  infer([x], { axis }) {
    requireType('logSoftmax', 'float32', x);
    normalizeAxes('logSoftmax', [axis], x.shape.length);
    return { shape: x.shape, dtype: x.dtype };
  },
  // ∂L/∂xᵢ = dyᵢ − softmax(x)ᵢ·Σⱼ dyⱼ
  gradient: (dy, { attributes: { axis } }, y) => [subtract(dy, multiply(exp(y), sum(dy, [axis], true)))],
  lower: (onnx, { inputs: [x], attributes: { axis } }) => onnx.node('LogSoftmax', [onnx.of(x)], { axis }),
};

/** xᵢ − log Σⱼ e^xⱼ along an axis. */
export const logSoftmax = (x: Value, axis = -1): Value =>
  apply('logSoftmax', logSoftmaxRule, [x], { axis: axis < 0 ? axis + x.shape.length : axis });

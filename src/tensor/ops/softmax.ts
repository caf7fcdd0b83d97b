import type { Value } from '../program.ts';
import { normalizeAxes } from '../shape.ts';
import { multiply } from './multiply.ts';
import { apply, type OpRule, requireType, type Unary } from './rule.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

export const softmaxRule: OpRule<Unary, { readonly axis: number }> = {
  infer([x], { axis }) {
    requireType('softmax', 'float32', x);
    normalizeAxes('softmax', [axis], x.shape.length);
    return { shape: x.shape, dtype: x.dtype };
  },
  // ∂L/∂xᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)
  gradient: (dy, { attributes: { axis } }, y) => [multiply(y, subtract(dy, sum(multiply(dy, y), [axis], true)))],
  lower: (onnx, { inputs: [x], attributes: { axis } }) => onnx.node('Softmax', [onnx.of(x)], { axis }),
};

/** e^xᵢ / Σⱼ e^xⱼ along an axis. */
export const softmax = (x: Value, axis = -1): Value =>
  apply('softmax', softmaxRule, [x], { axis: axis < 0 ? axis + x.shape.length : axis });

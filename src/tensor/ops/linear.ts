import type { Value } from '../program.ts';
import { formatShape, matrixShape, ShapeError, sameShape } from '../shape.ts';
import { matmul } from './matmul.ts';
import { apply, type OpRule, requireType } from './rule.ts';

/** Weight `[outputs, inputs]` as PyTorch has it. */
export const linearRule: OpRule<'linear'> = {
  infer([x, weight, bias]) {
    requireType('linear', 'float32', x, weight, bias);
    const [batch, features] = matrixShape('linear', 'the input', x);
    const [outputs, inputs] = matrixShape('linear', 'the weight', weight);
    if (features !== inputs) {
      throw new ShapeError(
        `linear: the weight ${formatShape(weight.shape)} takes ${inputs} features, but the input ${formatShape(x.shape)} has ${features}`,
      );
    }
    if (!sameShape(bias.shape, [outputs])) {
      throw new ShapeError(`linear: the bias of ${outputs} outputs has shape ${formatShape(bias.shape)}`);
    }
    return { shape: [batch, outputs], dtype: 'float32' };
  },
  lower: (onnx, { inputs: [x, weight, bias] }) =>
    onnx.node('Gemm', [onnx.of(x), onnx.of(weight), onnx.of(bias)], { transB: 1 }),
};

/** x·Wᵀ + b for x `[batch, inputs]`, W `[outputs, inputs]` and b `[outputs]`. */
export const linear = (x: Value, weight: Value, bias: Value | null): Value =>
  bias === null ? matmul(x, weight, { transposeB: true }) : apply('linear', linearRule, [x, weight, bias], {});

import type { Value } from '../program.ts';
import { sizeOf } from '../shape.ts';
import { inferReduction, sumInBlocks } from './reduction.ts';
import { apply, type OpRule } from './rule.ts';

export const meanRule: OpRule<'mean'> = {
  infer: inferReduction('mean'),
  lower(onnx, { inputs: [x], attributes: { axes, keepDimensions } }, y) {
    const byChannel = sumInBlocks(onnx, x, axes);
    if (byChannel === null) {
      return onnx.node('ReduceMean', [onnx.of(x), onnx.ints(axes)], { keepdims: keepDimensions ? 1 : 0 });
    }
    return onnx.node('Mul', [onnx.reshape(byChannel, y.shape), onnx.scalar(sizeOf(y.shape) / sizeOf(x.shape))]);
  },
};

/** Mean over the axes (all by default). */
export function mean(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('mean', meanRule, [x], { axes, keepDimensions });
}

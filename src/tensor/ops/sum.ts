import type { Value } from '../program.ts';
import { inferReduction, sumInBlocks } from './reduction.ts';
import { apply, type OpRule } from './rule.ts';

export const sumRule: OpRule<'sum'> = {
  infer: inferReduction('sum'),
  lower(onnx, { inputs: [x], attributes: { axes, keepDimensions } }, y) {
    const byChannel = sumInBlocks(onnx, x, axes);
    return byChannel === null ? onnx.sum(onnx.of(x), axes, keepDimensions) : onnx.reshape(byChannel, y.shape);
  },
};

/** Sum over the axes (all by default). */
export function sum(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('sum', sumRule, [x], { axes, keepDimensions });
}

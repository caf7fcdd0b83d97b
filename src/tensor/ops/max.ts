import type { Value } from '../program.ts';
import { inferReduction } from './reduction.ts';
import { apply, type OpRule } from './rule.ts';

export const maxRule: OpRule<'max'> = {
  infer: inferReduction('max'),
  lower: (onnx, { inputs: [x], attributes: { axes, keepDimensions } }) =>
    onnx.node('ReduceMax', [onnx.of(x), onnx.ints(axes)], { keepdims: keepDimensions ? 1 : 0 }),
};

/** The largest value over the axes (all by default). */
export function max(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('max', maxRule, [x], { axes, keepDimensions });
}

import type { Value } from '../program.ts';
import { inferReduction } from './reduction.ts';
import { apply, type OpRule } from './rule.ts';

export const meanRule: OpRule<'mean'> = {
  infer: inferReduction('mean'),
  lower: (onnx, { inputs: [x], attributes: { axes, keepDimensions } }) =>
    onnx.node('ReduceMean', [onnx.of(x), onnx.ints(axes)], { keepdims: keepDimensions ? 1 : 0 }),
};

/** Mean over the axes (all by default). */
export function mean(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('mean', meanRule, [x], { axes, keepDimensions });
}

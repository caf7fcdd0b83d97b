import type { Value } from '../program.ts';
import { cast } from './cast.ts';
import { divide } from './divide.ts';
import { equal } from './equal.ts';
import { multiply } from './multiply.ts';
import { type AxesAttributes, inferReduction, keptShape } from './reduction.ts';
import { reshape } from './reshape.ts';
import { apply, type OpRule, type Unary } from './rule.ts';
import { sum } from './sum.ts';

export const maxRule: OpRule<Unary, AxesAttributes> = {
  infer: inferReduction('max'),
  // The largest values share dy evenly, as PyTorch's amax.
  gradient(dy, { inputs: [x], attributes: { axes } }, y) {
    const kept = keptShape(x.shape, axes);
    const largest = cast(equal(x, reshape(y, kept)), 'float32');
    return [multiply(largest, divide(reshape(dy, kept), sum(largest, axes, true)))];
  },
  lower: (onnx, { inputs: [x], attributes: { axes, keepDimensions } }) =>
    onnx.node('ReduceMax', [onnx.of(x), onnx.ints(axes)], { keepdims: keepDimensions ? 1 : 0 }),
};

/** The largest value over the axes (all by default). */
export function max(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('max', maxRule, [x], { axes, keepDimensions });
}

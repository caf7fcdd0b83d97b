import type { Value } from '../program.ts';
import { dimension } from '../shape.ts';
import { broadcastTo } from './broadcastTo.ts';
import { multiply } from './multiply.ts';
import { type AxesAttributes, inferReduction, keptShape } from './reduction.ts';
import { reshape } from './reshape.ts';
import { apply, type OpRule, type Unary } from './rule.ts';

export const meanRule: OpRule<Unary, AxesAttributes> = {
  infer: inferReduction('mean'),
  // Every one of n values gets dy / n.
  gradient(dy, { inputs: [x], attributes: { axes } }) {
    const count = axes.reduce((product, axis) => product * dimension(x.shape, axis), 1);
    return [broadcastTo(reshape(multiply(dy, 1 / count), keptShape(x.shape, axes)), x.shape)];
  },
  lower: (onnx, { inputs: [x], attributes: { axes, keepDimensions } }) =>
    onnx.node('ReduceMean', [onnx.of(x), onnx.ints(axes)], { keepdims: keepDimensions ? 1 : 0 }),
};

/** Mean over the axes (all by default). */
export function mean(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('mean', meanRule, [x], { axes, keepDimensions });
}

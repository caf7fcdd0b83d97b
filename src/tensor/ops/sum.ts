import type { Value } from '../program.ts';
import { broadcastTo } from './broadcastTo.ts';
import { type AxesAttributes, inferReduction, keptShape } from './reduction.ts';
import { reshape } from './reshape.ts';
import { apply, type OpRule, type Unary } from './rule.ts';

export const sumRule: OpRule<Unary, AxesAttributes> = {
  infer: inferReduction('sum'),
  // Every summand gets dy.
  gradient: (dy, { inputs: [x], attributes: { axes } }) => [
    broadcastTo(reshape(dy, keptShape(x.shape, axes)), x.shape),
  ],
  lower: (onnx, { inputs: [x], attributes: { axes, keepDimensions } }) => onnx.sum(onnx.of(x), axes, keepDimensions),
};

/** Sum over the axes (all by default). */
export function sum(x: Value, axes: readonly number[] = [...x.shape.keys()], keepDimensions = false): Value {
  return axes.length === 0 ? x : apply('sum', sumRule, [x], { axes, keepDimensions });
}

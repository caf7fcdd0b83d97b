import type { Value } from '../program.ts';
import { dimension, formatShape, normalizeAxes, ShapeError } from '../shape.ts';
import { apply, type OpRule } from './rule.ts';

export const transposeRule: OpRule<'transpose'> = {
  infer([x], { permutation }) {
    if (normalizeAxes('transpose', permutation, x.shape.length).length !== x.shape.length) {
      throw new ShapeError(`transpose: ${permutation.length} axes are given for the shape ${formatShape(x.shape)}`);
    }
    return { shape: permutation.map((axis) => dimension(x.shape, axis)), dtype: x.dtype };
  },
  lower: (onnx, { inputs: [x], attributes }) => onnx.transpose(onnx.of(x), attributes.permutation),
};

/** Axis `i` of the result is axis `permutation[i]` of x. */
export const transpose = (x: Value, permutation: readonly number[]): Value =>
  permutation.length === x.shape.length && permutation.every((from, to) => from === to)
    ? x
    : apply('transpose', transposeRule, [x], { permutation });

import type { Value } from '../program.ts';
import { dimension, formatShape, ShapeError } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const padRule: OpRule<'pad'> = {
  infer([x], { before, after }) {
    requireType('pad', 'float32', x);
    const valid = (amounts: readonly number[]) =>
      amounts.length === x.shape.length && amounts.every((amount) => amount >= 0);
    if (!valid(before) || !valid(after)) {
      throw new ShapeError(
        `pad: cannot pad ${formatShape(x.shape)} by ${formatShape(before)} and ${formatShape(after)}`,
      );
    }
    return {
      shape: x.shape.map((size, axis) => size + dimension(before, axis) + dimension(after, axis)),
      dtype: x.dtype,
    };
  },
  lower: (onnx, { inputs: [x], attributes: { before, after } }) =>
    onnx.node('Pad', [onnx.of(x), onnx.ints([...before, ...after])]),
};

/** Zeros added before and after along each axis. */
export const pad = (x: Value, before: readonly number[], after: readonly number[]): Value =>
  [...before, ...after].every((amount) => amount === 0) ? x : apply('pad', padRule, [x], { before, after });

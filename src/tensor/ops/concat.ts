import type { Value } from '../program.ts';
import { dimension, formatShape, ShapeError } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const concatRule: OpRule<'concat'> = {
  infer(inputs, { axis }) {
    const [first] = inputs;
    if (first === undefined) throw new ShapeError('concat: needs at least one input');
    requireType('concat', first.dtype, ...inputs);
    for (const { shape } of inputs) {
      if (
        shape.length !== first.shape.length ||
        shape.some((size, each) => each !== axis && size !== first.shape[each])
      ) {
        throw new ShapeError(
          `concat: ${formatShape(first.shape)} and ${formatShape(shape)} differ elsewhere than along axis ${axis}`,
        );
      }
    }
    const total = inputs.reduce((sum, { shape }) => sum + dimension(shape, axis), 0);
    return { shape: first.shape.with(axis, total), dtype: first.dtype };
  },
  lower: (onnx, { inputs, attributes: { axis } }) =>
    onnx.node(
      'Concat',
      inputs.map((input) => onnx.of(input)),
      { axis },
    ),
};

/** The inputs one after another along an axis. */
export function concat(inputs: readonly Value[], axis: number): Value {
  const [first] = inputs;
  return first !== undefined && inputs.length === 1 ? first : apply('concat', concatRule, inputs, { axis });
}

/** Where programs begin: inputs and constants. */
import type { DType } from './dtype.ts';
import type { ConstantData, Value } from './program.ts';
import { formatShape, type Shape, ShapeError, sizeOf } from './shape.ts';

/** A value fed at every run, or a named state; a `Program` says which, and names it. */
export const input = (shape: Shape, dtype: DType = 'float32'): Value => ({
  shape,
  dtype,
  source: { op: 'input', inputs: [], attributes: {} },
});

/** A constant. The type follows the array: float32, int32 or uint8. */
export function constant(data: ConstantData, shape: Shape = [data.length]): Value {
  if (sizeOf(shape) !== data.length) {
    throw new ShapeError(`constant: ${data.length} values do not fill the shape ${formatShape(shape)}`);
  }
  const dtype = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'uint8';
  return { shape, dtype, source: { op: 'constant', inputs: [], attributes: { data } } };
}

/** A float32 constant of shape `[]`. */
export const scalar = (number: number): Value => constant(Float32Array.of(number), []);

/** The number that a constant is filled with; `null` for any other value. */
export function uniformConstant(value: Value): number | null {
  if (value.source.op !== 'constant') return null;
  const { data } = value.source.attributes;
  const first = data[0];
  return first !== undefined && data.every((each) => each === first) ? first : null;
}

import type { DType } from '../dtype.ts';
import type { Value } from '../program.ts';
import { apply, type OpRule } from './rule.ts';

export const castRule: OpRule<'cast'> = {
  infer: ([x], { dtype }) => ({ shape: x.shape, dtype }),
  lower: (onnx, { inputs: [x], attributes }) => onnx.cast(onnx.of(x), attributes.dtype),
};

/** The values as another type; bool gives 0 and 1. */
export const cast = (x: Value, dtype: DType): Value =>
  x.dtype === dtype ? x : apply('cast', castRule, [x], { dtype });

import type { DType, Value } from '../program.ts';
import { apply, noGradient, type OpRule, type Unary } from './rule.ts';

export const castRule: OpRule<Unary, { readonly dtype: DType }> = {
  infer: ([x], { dtype }) => ({ shape: x.shape, dtype }),
  // Between different types there is nothing to differentiate.
  gradient: noGradient,
  lower: (onnx, { inputs: [x], attributes }) => onnx.cast(onnx.of(x), attributes.dtype),
};

/** The values as another type; bool gives 0 and 1. */
export const cast = (x: Value, dtype: DType): Value =>
  x.dtype === dtype ? x : apply('cast', castRule, [x], { dtype });

/** What every op's file provides: its shape rule and its ONNX nodes. */
import type { DType } from '../dtype.ts';
import type { Lowered, OnnxGraph } from '../onnx/graph.ts';
import type { AppliedOp, OpAttributes, OpInputs, OpName, Value } from '../program.ts';
import { formatShape, type Shape, ShapeError } from '../shape.ts';

export interface OpRule<K extends OpName> {
  /** Shape and type of the result. Throws a ShapeError that names the numbers. */
  infer(inputs: OpInputs<K>, attributes: OpAttributes<K>): { readonly shape: Shape; readonly dtype: DType };
  /** Adds the ONNX nodes and returns the result. */
  lower(onnx: OnnxGraph, call: AppliedOp<K>, y: Value): Lowered;
}

/** A value made by an op. */
export function apply<K extends OpName>(
  op: K,
  rule: OpRule<K>,
  inputs: OpInputs<K>,
  attributes: OpAttributes<K>,
): Value {
  const { shape, dtype } = rule.infer(inputs, attributes);
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 1) throw new ShapeError(`${op}: the result would be ${formatShape(shape)}`);
  }
  // The types of op, inputs and attributes agree by K; TypeScript cannot see that through a union.
  const source = { op, inputs, attributes } as unknown as AppliedOp;
  return { shape, dtype, source };
}

/** Refuses inputs of another type. */
export function requireType(op: string, dtype: DType, ...values: readonly Value[]): void {
  for (const value of values) {
    if (value.dtype !== dtype) throw new TypeError(`${op}: needs ${dtype} values, not ${value.dtype}`);
  }
}

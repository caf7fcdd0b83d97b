/** What every op's file gives: its shape rule, its gradient rule and its ONNX nodes. */
import type { OnnxGraph } from '../onnx/graph.ts';
import type { DType, Shape, Value } from '../program.ts';
import { formatShape, ShapeError } from '../shape.ts';
import type { AppliedOp, OpAttributes, OpInputs, OpName } from './registry.ts';

/** `I`: the inputs as a tuple. `A`: what else is known when the program is built. */
export interface OpRule<I extends readonly Value[], A extends object> {
  /** Shape and type of the result. Throws a ShapeError that names the numbers. */
  infer(inputs: I, attributes: A): { readonly shape: Shape; readonly dtype: DType };
  /**
   * Gradient of the loss by each input, given `dy`, the gradient by the result `y`. `null` where it is
   * zero everywhere or has no meaning (labels, indices). What nobody asks for is never computed.
   */
  gradient(dy: Value, call: OpCall<I, A>, y: Value): readonly (Value | null)[];
  /** Adds the ONNX nodes and returns the name of the result. */
  lower(onnx: OnnxGraph, call: OpCall<I, A>, y: Value): string;
}

export interface OpCall<I extends readonly Value[], A extends object> {
  readonly inputs: I;
  readonly attributes: A;
}

export type NoAttributes = Readonly<Record<string, never>>;
export type Unary = readonly [x: Value];
export type Binary = readonly [a: Value, b: Value];

/** For results through which no gradient flows. */
export const noGradient = (): readonly null[] => [];

/** A value made by an op. */
export function apply<K extends OpName>(
  op: K,
  rule: OpRule<OpInputs<K>, OpAttributes<K>>,
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

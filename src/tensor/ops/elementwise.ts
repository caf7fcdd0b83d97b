/** What elementwise ops share: operands that may be plain numbers, NumPy broadcasting. */
import type { DType } from '../dtype.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { broadcastShapes } from '../shape.ts';
import { scalar } from '../values.ts';
import { requireType } from './rule.ts';
import type { Binary, Unary } from './signatures.ts';

/** A value, or a number that stands for a float32 scalar. */
export type Operand = Value | number;

export const toValue = (operand: Operand): Value => (typeof operand === 'number' ? scalar(operand) : operand);

/** Shape rule of a float32 op of one input. */
export const inferUnary =
  (op: string) =>
  ([x]: Unary<Value>) => {
    requireType(op, 'float32', x);
    return { shape: x.shape, dtype: x.dtype };
  };

/** Shape rule of a float32 op of two inputs that broadcast. */
export const inferBinary =
  (op: string, dtype: DType = 'float32') =>
  ([a, b]: Binary<Value>) => {
    requireType(op, 'float32', a, b);
    return { shape: broadcastShapes(op, a.shape, b.shape), dtype };
  };

/** Lowering to one ONNX node of the same inputs. */
export const lowerTo =
  (type: string) =>
  (onnx: OnnxGraph, { inputs }: { readonly inputs: readonly Value[] }) =>
    onnx.node(
      type,
      inputs.map((input) => onnx.of(input)),
    );

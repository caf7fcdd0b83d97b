/** What elementwise ops share: operands that may be plain numbers, NumPy broadcasting. */
import type { DType } from '../dtype.ts';
import type { Lowered, OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { broadcastShapes, sameShape, sizeOf } from '../shape.ts';
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

/**
 * Lowering to one ONNX node of the same inputs: in channel blocks where an input lies in them and the others are
 * single numbers or of the same shape.
 */
export const lowerTo =
  (type: string) =>
  (onnx: OnnxGraph, { inputs }: { readonly inputs: readonly Value[] }, y: Value): Lowered => {
    const whole = (input: Value) => sameShape(input.shape, y.shape);
    const fits = (input: Value) => (whole(input) ? onnx.canBlock(input) : sizeOf(input.shape) === 1);
    if (onnx.canBlock(y) && inputs.some((input) => onnx.isInBlocks(input)) && inputs.every(fits)) {
      const names = inputs.map((input) => (whole(input) ? onnx.inBlocks(input) : onnx.of(input)));
      return { blocks: onnx.node(type, names) };
    }
    return onnx.node(
      type,
      inputs.map((input) => onnx.of(input)),
    );
  };

/** The one of two operands that lies in channel blocks, with a number for each channel `[1, C, 1, 1]` to meet it. */
export function byChannel(
  onnx: OnnxGraph,
  [a, b]: Binary<Value>,
): { readonly images: Value; readonly vector: Value; readonly channels: number } | null {
  for (const [images, vector] of [
    [a, b],
    [b, a],
  ] as const) {
    const [, channels = 0] = images.shape;
    const perChannel = sameShape(vector.shape, [1, channels, 1, 1]) && vector.dtype === 'float32';
    if (onnx.isInBlocks(images) && perChannel) return { images, vector, channels };
  }
  return null;
}

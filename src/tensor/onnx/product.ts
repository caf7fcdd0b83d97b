import type { OnnxGraph } from './graph.ts';

/** A tensor of matrices in its last two axes. */
interface Matrices {
  readonly name: string;
  readonly rank: number;
  /** Whether to transpose each matrix. */
  readonly transposed?: boolean;
}

/** A·B over the last two axes; leading axes broadcast. */
export function product(onnx: OnnxGraph, a: Matrices, b: Matrices): string {
  const [transposesA, transposesB] = [a.transposed === true, b.transposed === true];
  if (!transposesA && !transposesB) return onnx.node('MatMul', [a.name, b.name]);
  // This product reads its factors transposed; nothing is copied.
  if (onnx.channelBlock !== null) {
    const attributes = { transA: Number(transposesA), transB: Number(transposesB) };
    return onnx.node('FusedMatMul', [a.name, b.name], attributes, { domain: 'com.microsoft' });
  }
  // ONNX Runtime fuses these itself if the device has such a product.
  return onnx.node('MatMul', [inOrder(onnx, a), inOrder(onnx, b)]);
}

const inOrder = (onnx: OnnxGraph, { name, rank, transposed = false }: Matrices): string =>
  transposed
    ? onnx.transpose(
        name,
        Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
      )
    : name;

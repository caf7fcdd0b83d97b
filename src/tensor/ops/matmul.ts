import type { Value } from '../program.ts';
import { broadcastShapes, dimension, formatShape, ShapeError } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { MatmulAttributes } from './signatures.ts';

export const matmulRule: OpRule<'matmul'> = {
  infer([a, b], { transposeA, transposeB }) {
    requireType('matmul', 'float32', a, b);
    if (a.shape.length < 2 || b.shape.length < 2) {
      throw new ShapeError(`matmul: needs matrices, not ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
    }
    const [rows, inner] = transposeA ? [-1, -2] : [-2, -1];
    const [innerB, columns] = transposeB ? [-1, -2] : [-2, -1];
    if (dimension(a.shape, inner) !== dimension(b.shape, innerB)) {
      const formatted = `${formatShape(a.shape)}${transposeA ? 'ᵀ' : ''} and ${formatShape(b.shape)}${transposeB ? 'ᵀ' : ''}`;
      throw new ShapeError(
        `matmul: inner sizes of ${formatted} differ: ${dimension(a.shape, inner)} ≠ ${dimension(b.shape, innerB)}`,
      );
    }
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
    return { shape: [...batch, dimension(a.shape, rows), dimension(b.shape, columns)], dtype: 'float32' };
  },
  lower(onnx, { inputs: [a, b], attributes: { transposeA, transposeB } }) {
    if (a.shape.length === 2 && b.shape.length === 2 && (transposeA || transposeB)) {
      return onnx.node('Gemm', [onnx.of(a), onnx.of(b)], { transA: Number(transposeA), transB: Number(transposeB) });
    }
    // ONNX Runtime folds these transpositions into the product.
    const matrix = (x: Value, transposed: boolean) =>
      transposed ? onnx.transpose(onnx.of(x), swapLast(x.shape.length)) : onnx.of(x);
    return onnx.node('MatMul', [matrix(a, transposeA), matrix(b, transposeB)]);
  },
};

/** The permutation that transposes matrices in the last two axes. */
const swapLast = (rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

/** A·B over the last two axes, each transposed on demand; leading axes broadcast. */
export const matmul = (
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: Partial<MatmulAttributes> = {},
): Value => apply('matmul', matmulRule, [a, b], { transposeA, transposeB });

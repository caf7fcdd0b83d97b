import { product } from '../onnx/product.ts';
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
    const matrices = (x: Value, transposed: boolean) => ({ name: onnx.of(x), rank: x.shape.length, transposed });
    return product(onnx, matrices(a, transposeA), matrices(b, transposeB));
  },
};

/** A·B over the last two axes, each transposed on demand; leading axes broadcast. */
export const matmul = (
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: Partial<MatmulAttributes> = {},
): Value => apply('matmul', matmulRule, [a, b], { transposeA, transposeB });

import { matmul } from '../ops/index.ts';
import type { Size2d } from '../ops/window.ts';
import type { Value } from '../program.ts';
import { imageShape } from '../shape.ts';
import { constant } from '../values.ts';

/** The weight of pixel `from` in pixel `to` of the result. */
export type Weights = (to: number, from: number) => number;

/** Images whose rows, and columns, are weighted sums of those of `x`: R·x·Cᵀ for each channel. */
export function resample(x: Value, [rows, columns]: Size2d, byRow: Weights, byColumn: Weights): Value {
  const [, , height, width] = imageShape('resample', 'the input', x);
  const narrow = matmul(x, matrix(columns, width, byColumn), { transposeB: true });
  return matmul(matrix(rows, height, byRow), narrow);
}

function matrix(to: number, from: number, weights: Weights): Value {
  const numbers = Float32Array.from({ length: to * from }, (_, index) =>
    weights(Math.floor(index / from), index % from),
  );
  return constant(numbers, [to, from]);
}

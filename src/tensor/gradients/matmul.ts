import { matmul } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

/** y = A·B: dA = dy·Bᵀ, dB = Aᵀ·dy; where A or B is transposed, so is its gradient. */
export const gradient: GradientRule<'matmul'> = (dy, { inputs: [a, b], attributes: { transposeA, transposeB } }) => [
  sumTo(
    transposeA
      ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
      : matmul(dy, b, { transposeB: !transposeB }),
    a,
  ),
  sumTo(
    transposeB
      ? matmul(dy, a, { transposeA: true, transposeB: transposeA })
      : matmul(a, dy, { transposeA: !transposeA }),
    b,
  ),
];

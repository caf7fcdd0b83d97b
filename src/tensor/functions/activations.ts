/** Activations made of ops; `relu`, `sigmoid`, `tanh`, `softmax` and `logSoftmax` are ops themselves. */
import {
  add,
  divide,
  erf,
  exp,
  greater,
  maximum,
  minimum,
  multiply,
  relu,
  sigmoid,
  subtract,
  where,
} from '../ops/index.ts';
import type { Value } from '../program.ts';

/** min(max(x, 0), 6) */
export const relu6 = (x: Value): Value => minimum(relu(x), 6);

/** x where x > 0, else slope·x. */
export const leakyRelu = (x: Value, slope = 0.01): Value => where(greater(x, 0), x, multiply(x, slope));

/** x where x > 0, else α·(eˣ − 1). */
export const elu = (x: Value, alpha = 1): Value =>
  // eˣ of a large x overflows, and infinity times the mask's zero would be NaN in the gradient.
  // At 0 the minimum's derivative is that of its second operand: α, as in PyTorch.
  where(greater(x, 0), x, multiply(subtract(exp(minimum(0, x)), 1), alpha));

/** x·Φ(x) = x/2·(1 + erf(x/√2)), the exact form. */
export const gelu = (x: Value): Value => multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1));

/** x·σ(x) */
export const silu = (x: Value): Value => multiply(x, sigmoid(x));

/** x·min(max(x + 3, 0), 6) / 6 */
export const hardswish = (x: Value): Value => divide(multiply(x, minimum(maximum(add(x, 3), 0), 6)), 6);

import type { Value } from '../program.ts';
import { uniformConstant } from '../values.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const multiplyRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('multiply'),
  // ∂(a·b)/∂a = b
  gradient: (dy, { inputs: [a, b] }) => [sumTo(multiply(dy, b), a), sumTo(multiply(dy, a), b)],
  lower: lowerTo('Mul'),
};

/** a · b, broadcast. */
export function multiply(a: Operand, b: Operand): Value {
  const [left, right] = [toValue(a), toValue(b)];
  // Backward passes start from the constant 1.
  if (left.shape.length === 0 && uniformConstant(left) === 1) return right;
  if (right.shape.length === 0 && uniformConstant(right) === 1) return left;
  return apply('multiply', multiplyRule, [left, right], {});
}

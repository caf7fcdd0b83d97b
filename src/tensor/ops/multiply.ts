import type { Value } from '../program.ts';
import { uniformConstant } from '../values.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const multiplyRule: OpRule<'multiply'> = {
  infer: inferBinary('multiply'),
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

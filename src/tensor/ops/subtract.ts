import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { negate } from './negate.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const subtractRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('subtract'),
  gradient: (dy, { inputs: [a, b] }) => [sumTo(dy, a), sumTo(negate(dy), b)],
  lower: lowerTo('Sub'),
};

/** a − b, broadcast. */
export const subtract = (a: Operand, b: Operand): Value =>
  apply('subtract', subtractRule, [toValue(a), toValue(b)], {});

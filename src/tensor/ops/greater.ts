import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type Binary, type NoAttributes, noGradient, type OpRule } from './rule.ts';

export const greaterRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('greater', 'bool'),
  gradient: noGradient,
  lower: lowerTo('Greater'),
};

/** Whether a > b, broadcast; bool. */
export const greater = (a: Operand, b: Operand): Value => apply('greater', greaterRule, [toValue(a), toValue(b)], {});

import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const greaterRule: OpRule<'greater'> = {
  infer: inferBinary('greater', 'bool'),
  lower: lowerTo('Greater'),
};

/** Whether a > b, broadcast; bool. */
export const greater = (a: Operand, b: Operand): Value => apply('greater', greaterRule, [toValue(a), toValue(b)], {});

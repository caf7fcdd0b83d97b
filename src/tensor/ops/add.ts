import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const addRule: OpRule<'add'> = {
  infer: inferBinary('add'),
  lower: lowerTo('Add'),
};

/** a + b, broadcast. */
export function add(a: Operand, b: Operand): Value {
  if (a === 0) return toValue(b);
  if (b === 0) return toValue(a);
  return apply('add', addRule, [toValue(a), toValue(b)], {});
}

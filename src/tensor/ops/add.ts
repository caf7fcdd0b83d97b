import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const addRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('add'),
  // y = a + b: dy, summed over what was broadcast.
  gradient: (dy, { inputs: [a, b] }) => [sumTo(dy, a), sumTo(dy, b)],
  lower: lowerTo('Add'),
};

/** a + b, broadcast. */
export function add(a: Operand, b: Operand): Value {
  if (a === 0) return toValue(b);
  if (b === 0) return toValue(a);
  return apply('add', addRule, [toValue(a), toValue(b)], {});
}

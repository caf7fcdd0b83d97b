import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const divideRule: OpRule<'divide'> = {
  infer: inferBinary('divide'),
  lower: lowerTo('Div'),
};

/** a / b, broadcast. */
export const divide = (a: Operand, b: Operand): Value => apply('divide', divideRule, [toValue(a), toValue(b)], {});

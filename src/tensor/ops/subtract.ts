import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const subtractRule: OpRule<'subtract'> = {
  infer: inferBinary('subtract'),
  lower: lowerTo('Sub'),
};

/** a − b, broadcast. */
export const subtract = (a: Operand, b: Operand): Value =>
  apply('subtract', subtractRule, [toValue(a), toValue(b)], {});

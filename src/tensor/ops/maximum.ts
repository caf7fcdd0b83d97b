import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const maximumRule: OpRule<'maximum'> = {
  infer: inferBinary('maximum'),
  lower: lowerTo('Max'),
};

/** The larger of a and b, broadcast. */
export const maximum = (a: Operand, b: Operand): Value => apply('maximum', maximumRule, [toValue(a), toValue(b)], {});

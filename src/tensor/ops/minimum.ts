import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const minimumRule: OpRule<'minimum'> = {
  infer: inferBinary('minimum'),
  lower: lowerTo('Min'),
};

/** The smaller of a and b, broadcast. */
export const minimum = (a: Operand, b: Operand): Value => apply('minimum', minimumRule, [toValue(a), toValue(b)], {});

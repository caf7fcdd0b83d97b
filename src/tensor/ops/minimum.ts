import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { greater } from './greater.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';
import { where } from './where.ts';

export const minimumRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('minimum'),
  // The smaller one gets all; at a tie, b.
  gradient: (dy, { inputs: [a, b] }) => {
    const smaller = greater(b, a);
    return [sumTo(where(smaller, dy, 0), a), sumTo(where(smaller, 0, dy), b)];
  },
  lower: lowerTo('Min'),
};

/** The smaller of a and b, broadcast. */
export const minimum = (a: Operand, b: Operand): Value => apply('minimum', minimumRule, [toValue(a), toValue(b)], {});

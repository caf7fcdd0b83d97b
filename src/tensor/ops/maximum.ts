import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { greater } from './greater.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';
import { where } from './where.ts';

export const maximumRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('maximum'),
  // The larger one gets all; at a tie, b, so that maximum(x, 0) has derivative 0 at 0, as relu.
  gradient: (dy, { inputs: [a, b] }) => {
    const larger = greater(a, b);
    return [sumTo(where(larger, dy, 0), a), sumTo(where(larger, 0, dy), b)];
  },
  lower: lowerTo('Max'),
};

/** The larger of a and b, broadcast. */
export const maximum = (a: Operand, b: Operand): Value => apply('maximum', maximumRule, [toValue(a), toValue(b)], {});

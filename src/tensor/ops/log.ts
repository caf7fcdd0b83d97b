import type { Value } from '../program.ts';
import { divide } from './divide.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';

export const logRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('log'),
  gradient: (dy, { inputs: [x] }) => [divide(dy, x)],
  lower: lowerTo('Log'),
};

/** Natural logarithm. */
export const log = (x: Value): Value => apply('log', logRule, [x], {});

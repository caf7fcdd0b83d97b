import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const logRule: OpRule<'log'> = {
  infer: inferUnary('log'),
  lower: lowerTo('Log'),
};

/** Natural logarithm. */
export const log = (x: Value): Value => apply('log', logRule, [x], {});

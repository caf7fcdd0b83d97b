import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const negateRule: OpRule<'negate'> = {
  infer: inferUnary('negate'),
  lower: lowerTo('Neg'),
};

/** −x */
export const negate = (x: Value): Value => apply('negate', negateRule, [x], {});

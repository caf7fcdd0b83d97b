import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const expRule: OpRule<'exp'> = {
  infer: inferUnary('exp'),
  lower: lowerTo('Exp'),
};

/** eˣ */
export const exp = (x: Value): Value => apply('exp', expRule, [x], {});

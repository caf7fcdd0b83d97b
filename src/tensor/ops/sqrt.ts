import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const sqrtRule: OpRule<'sqrt'> = {
  infer: inferUnary('sqrt'),
  lower: lowerTo('Sqrt'),
};

/** √x */
export const sqrt = (x: Value): Value => apply('sqrt', sqrtRule, [x], {});

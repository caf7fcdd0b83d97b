import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const reluRule: OpRule<'relu'> = {
  infer: inferUnary('relu'),
  lower: lowerTo('Relu'),
};

/** max(x, 0) */
export const relu = (x: Value): Value => apply('relu', reluRule, [x], {});

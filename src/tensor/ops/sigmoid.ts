import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const sigmoidRule: OpRule<'sigmoid'> = {
  infer: inferUnary('sigmoid'),
  lower: lowerTo('Sigmoid'),
};

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = (x: Value): Value => apply('sigmoid', sigmoidRule, [x], {});

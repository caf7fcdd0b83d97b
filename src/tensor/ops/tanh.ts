import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const tanhRule: OpRule<'tanh'> = {
  infer: inferUnary('tanh'),
  lower: lowerTo('Tanh'),
};

/** Hyperbolic tangent. */
export const tanh = (x: Value): Value => apply('tanh', tanhRule, [x], {});

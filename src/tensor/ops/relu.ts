import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { greater } from './greater.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';
import { where } from './where.ts';

export const reluRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('relu'),
  // 1 where x > 0; 0 at 0, as PyTorch has it.
  gradient: (dy, _call, y) => [where(greater(y, 0), dy, 0)],
  lower: lowerTo('Relu'),
};

/** max(x, 0) */
export const relu = (x: Value): Value => apply('relu', reluRule, [x], {});

import type { Value } from '../program.ts';
import { divide } from './divide.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';

export const sqrtRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('sqrt'),
  // ∂√x/∂x = 1 / (2√x)
  gradient: (dy, _call, y) => [divide(dy, multiply(y, 2))],
  lower: lowerTo('Sqrt'),
};

/** √x */
export const sqrt = (x: Value): Value => apply('sqrt', sqrtRule, [x], {});

import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';

export const expRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('exp'),
  // ∂eˣ/∂x = eˣ
  gradient: (dy, _call, y) => [multiply(dy, y)],
  lower: lowerTo('Exp'),
};

/** eˣ */
export const exp = (x: Value): Value => apply('exp', expRule, [x], {});

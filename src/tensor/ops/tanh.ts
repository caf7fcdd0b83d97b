import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';
import { subtract } from './subtract.ts';

export const tanhRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('tanh'),
  // ∂tanh(x)/∂x = 1 − tanh²(x)
  gradient: (dy, _call, y) => [multiply(dy, subtract(1, multiply(y, y)))],
  lower: lowerTo('Tanh'),
};

/** Hyperbolic tangent. */
export const tanh = (x: Value): Value => apply('tanh', tanhRule, [x], {});

import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';
import { subtract } from './subtract.ts';

export const sigmoidRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('sigmoid'),
  // σ′ = σ·(1 − σ)
  gradient: (dy, _call, y) => [multiply(dy, multiply(y, subtract(1, y)))],
  lower: lowerTo('Sigmoid'),
};

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = (x: Value): Value => apply('sigmoid', sigmoidRule, [x], {});

import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';

export const erfRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('erf'),
  // ∂erf(x)/∂x = 2/√π · e^(−x²)
  gradient: (dy, { inputs: [x] }) => [multiply(dy, multiply(exp(negate(multiply(x, x))), 2 / Math.sqrt(Math.PI)))],
  lower: lowerTo('Erf'),
};

/** Error function 2/√π ∫₀ˣ e^(−t²) dt. */
export const erf = (x: Value): Value => apply('erf', erfRule, [x], {});

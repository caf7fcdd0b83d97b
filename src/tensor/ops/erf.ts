import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const erfRule: OpRule<'erf'> = {
  infer: inferUnary('erf'),
  lower: lowerTo('Erf'),
};

/** Error function 2/√π ∫₀ˣ e^(−t²) dt. */
export const erf = (x: Value): Value => apply('erf', erfRule, [x], {});

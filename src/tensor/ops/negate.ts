import type { Value } from '../program.ts';
import { inferUnary, lowerTo } from './elementwise.ts';

import { apply, type NoAttributes, type OpRule, type Unary } from './rule.ts';

export const negateRule: OpRule<Unary, NoAttributes> = {
  infer: inferUnary('negate'),
  gradient: (dy) => [negate(dy)],
  lower: lowerTo('Neg'),
};

/** −x */
export const negate = (x: Value): Value => apply('negate', negateRule, [x], {});

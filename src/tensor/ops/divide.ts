import type { Value } from '../program.ts';
import { inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { apply, type Binary, type NoAttributes, type OpRule } from './rule.ts';
import { sumTo } from './sumTo.ts';

export const divideRule: OpRule<Binary, NoAttributes> = {
  infer: inferBinary('divide'),
  // ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −y/b
  gradient: (dy, { inputs: [a, b] }, y) => {
    const da = divide(dy, b);
    return [sumTo(da, a), sumTo(negate(multiply(da, y)), b)];
  },
  lower: lowerTo('Div'),
};

/** a / b, broadcast. */
export const divide = (a: Operand, b: Operand): Value => apply('divide', divideRule, [toValue(a), toValue(b)], {});

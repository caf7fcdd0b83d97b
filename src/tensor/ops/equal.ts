import type { Value } from '../program.ts';
import { broadcastShapes } from '../shape.ts';
import { lowerTo } from './elementwise.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const equalRule: OpRule<'equal'> = {
  infer([a, b]) {
    requireType('equal', a.dtype, b);
    return { shape: broadcastShapes('equal', a.shape, b.shape), dtype: 'bool' };
  },
  lower: lowerTo('Equal'),
};

/** Whether a = b, broadcast; bool. Both of one type. */
export const equal = (a: Value, b: Value): Value => apply('equal', equalRule, [a, b], {});

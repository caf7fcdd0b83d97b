import type { Value } from '../program.ts';
import { broadcastShapes } from '../shape.ts';
import { lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const whereRule: OpRule<'where'> = {
  infer([condition, a, b]) {
    requireType('where', 'bool', condition);
    requireType('where', 'float32', a, b);
    const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', a.shape, b.shape));
    return { shape, dtype: 'float32' };
  },
  lower: lowerTo('Where'),
};

/** `a` where the condition holds, else `b`; broadcast. */
export const where = (condition: Value, a: Operand, b: Operand): Value =>
  apply('where', whereRule, [condition, toValue(a), toValue(b)], {});

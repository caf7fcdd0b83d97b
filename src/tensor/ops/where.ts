import type { Value } from '../program.ts';
import { broadcastShapes, sameShape } from '../shape.ts';
import { uniformConstant } from '../values.ts';
import { lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const whereRule: OpRule<'where'> = {
  infer([condition, a, b]) {
    requireType('where', 'bool', condition);
    requireType('where', 'float32', a, b);
    const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', a.shape, b.shape));
    return { shape, dtype: 'float32' };
  },
  lower(onnx, call, y) {
    const [condition, a, b] = call.inputs;
    // Back through ReLU, whose results are zero or more: times 1 where they are more, in fewer passes than `Where`.
    if (condition.source.op === 'greater' && uniformConstant(b) === 0) {
      const [left, right] = condition.source.inputs;
      const isRelu = left.source.op === 'relu' && uniformConstant(right) === 0;
      if (isRelu && sameShape(left.shape, y.shape) && sameShape(a.shape, y.shape)) {
        const product = (dy: string, relu: string) => {
          const passes = onnx.node('HardSigmoid', [relu], { alpha: { float: 3e38 }, beta: { float: 0 } });
          return onnx.node('Mul', [dy, passes]);
        };
        return onnx.canBlock(y) && (onnx.isInBlocks(left) || onnx.isInBlocks(a))
          ? { blocks: product(onnx.inBlocks(a), onnx.inBlocks(left)) }
          : product(onnx.of(a), onnx.of(left));
      }
    }
    return lowerTo('Where')(onnx, call, y);
  },
};

/** `a` where the condition holds, else `b`; broadcast. */
export const where = (condition: Value, a: Operand, b: Operand): Value =>
  apply('where', whereRule, [condition, toValue(a), toValue(b)], {});

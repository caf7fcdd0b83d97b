import { scaleBlocks } from '../onnx/blocks.ts';
import type { Value } from '../program.ts';
import { uniformConstant } from '../values.ts';
import { byChannel, inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const multiplyRule: OpRule<'multiply'> = {
  infer: inferBinary('multiply'),
  lower(onnx, call, y) {
    const each = byChannel(onnx, call.inputs);
    if (each === null) return lowerTo('Mul')(onnx, call, y);
    const { images, vector, channels } = each;
    return { blocks: scaleBlocks(onnx, onnx.inBlocks(images), channels, onnx.of(vector), null) };
  },
};

/** a · b, broadcast. */
export function multiply(a: Operand, b: Operand): Value {
  const [left, right] = [toValue(a), toValue(b)];
  // Backward passes start from the constant 1.
  if (left.shape.length === 0 && uniformConstant(left) === 1) return right;
  if (right.shape.length === 0 && uniformConstant(right) === 1) return left;
  return apply('multiply', multiplyRule, [left, right], {});
}

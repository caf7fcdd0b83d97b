import { scaleBlocks } from '../onnx/blocks.ts';
import type { Value } from '../program.ts';
import { byChannel, inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { apply, type OpRule } from './rule.ts';

export const subtractRule: OpRule<'subtract'> = {
  infer: inferBinary('subtract'),
  lower(onnx, call, y) {
    const each = byChannel(onnx, call.inputs);
    if (each === null || each.images !== call.inputs[0]) return lowerTo('Sub')(onnx, call, y);
    const { images, vector, channels } = each;
    const shift = onnx.node('Neg', [onnx.of(vector)]);
    return { blocks: scaleBlocks(onnx, onnx.inBlocks(images), channels, null, shift) };
  },
};

/** a − b, broadcast. */
export const subtract = (a: Operand, b: Operand): Value =>
  apply('subtract', subtractRule, [toValue(a), toValue(b)], {});

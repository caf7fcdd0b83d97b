import { scaleBlocks } from '../onnx/blocks.ts';
import type { Value } from '../program.ts';
import { byChannel, inferBinary, lowerTo, type Operand, toValue } from './elementwise.ts';
import { addPhases } from './inputGradientByPhases.ts';
import { apply, type OpRule } from './rule.ts';

export const addRule: OpRule<'add'> = {
  infer: inferBinary('add'),
  lower(onnx, call, y) {
    const each = byChannel(onnx, call.inputs);
    if (each === null) return addPhases(onnx, call.inputs) ?? lowerTo('Add')(onnx, call, y);
    const { images, vector, channels } = each;
    return { blocks: scaleBlocks(onnx, onnx.inBlocks(images), channels, null, onnx.of(vector)) };
  },
};

/** a + b, broadcast. */
export function add(a: Operand, b: Operand): Value {
  if (a === 0) return toValue(b);
  if (b === 0) return toValue(a);
  return apply('add', addRule, [toValue(a), toValue(b)], {});
}

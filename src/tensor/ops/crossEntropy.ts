import type { Value } from '../program.ts';
import { formatShape, matrixShape, ShapeError, sameShape } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

export const crossEntropyRule: OpRule<'crossEntropy'> = {
  infer([logits, labels]) {
    requireType('crossEntropy', 'float32', logits);
    requireType('crossEntropy', 'int32', labels);
    const [batch] = matrixShape('crossEntropy', 'the logits', logits);
    if (!sameShape(labels.shape, [batch])) {
      throw new ShapeError(
        `crossEntropy: logits ${formatShape(logits.shape)} need ${batch} labels, not ${formatShape(labels.shape)}`,
      );
    }
    return { shape: [], dtype: 'float32' };
  },
  // L = −1/N Σ logSoftmax(logits)[label]
  lower(onnx, { inputs: [logits, labels] }) {
    const logProbabilities = onnx.node('LogSoftmax', [onnx.of(logits)], { axis: 1 });
    const indices = onnx.node('Unsqueeze', [onnx.of(labels), onnx.ints([1])]);
    const taken = onnx.node('GatherElements', [logProbabilities, indices], { axis: 1 });
    return onnx.node('Neg', [onnx.node('ReduceMean', [taken], { keepdims: 0 })]);
  },
};

/** Mean over the batch of −log softmax(logits)[label], for logits `[N, C]` and int32 labels `[N]`. */
export const crossEntropy = (logits: Value, labels: Value): Value =>
  apply('crossEntropy', crossEntropyRule, [logits, labels], {});

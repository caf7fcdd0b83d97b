import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';

/** The axes of images `[N, C, H, W]` over which a channel is normalised. */
export const allButChannels: readonly number[] = [0, 2, 3];

export const batchNorm2dRule: OpRule<'batchNorm2d'> = {
  infer([x, weight, bias]) {
    requireType('batchNorm2d', 'float32', x, weight, bias);
    const [, channels] = imageShape('batchNorm2d', 'the input', x);
    for (const vector of [weight, bias]) {
      if (sameShape(vector.shape, [channels])) continue;
      throw new ShapeError(
        `batchNorm2d: weight and bias of ${channels} channels are [${channels}], not ${formatShape(vector.shape)}`,
      );
    }
    return { shape: x.shape, dtype: 'float32' };
  },
  // The same nodes as `batchStatistics` gives, so that the graph holds them once.
  lower(onnx, { inputs: [x, weight, bias], attributes: { epsilon } }) {
    const average = (name: string) => onnx.node('ReduceMean', [name, onnx.ints(allButChannels)], { keepdims: 1 });
    const centred = onnx.node('Sub', [onnx.of(x), average(onnx.of(x))]);
    const variance = average(onnx.node('Mul', [centred, centred]));
    const deviation = onnx.node('Sqrt', [onnx.node('Add', [variance, onnx.scalar(epsilon)])]);
    const perChannel = (vector: Value) => onnx.reshape(onnx.of(vector), [1, ...vector.shape, 1, 1]);
    const scale = onnx.node('Mul', [perChannel(weight), onnx.node('Div', [onnx.scalar(1), deviation])]);
    return onnx.node('Add', [onnx.node('Mul', [centred, scale]), perChannel(bias)]);
  },
};

/** Images `[N, C, H, W]` with each channel normalised over the batch, times weight `[C]`, plus bias `[C]`. */
export const batchNorm2d = (x: Value, weight: Value, bias: Value, epsilon: number): Value =>
  apply('batchNorm2d', batchNorm2dRule, [x, weight, bias], { epsilon });

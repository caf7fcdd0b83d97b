import { dotBlocks, scaleBlocks } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape, sizeOf } from '../shape.ts';
import { allButChannels, channelSums } from './reduction.ts';
import { apply, type OpRule, requireType } from './rule.ts';

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
    if (onnx.isInBlocks(x)) return { blocks: lowerInBlocks(onnx, x, onnx.of(weight), onnx.of(bias), epsilon) };
    const average = (name: string) => onnx.node('ReduceMean', [name, onnx.ints(allButChannels)], { keepdims: 1 });
    const centred = onnx.node('Sub', [onnx.of(x), average(onnx.of(x))]);
    const variance = average(onnx.node('Mul', [centred, centred]));
    const deviation = onnx.node('Sqrt', [onnx.node('Add', [variance, onnx.scalar(epsilon)])]);
    const perChannel = (vector: Value) => onnx.reshape(onnx.of(vector), [1, ...vector.shape, 1, 1]);
    const scale = onnx.node('Mul', [perChannel(weight), onnx.node('Div', [onnx.scalar(1), deviation])]);
    return onnx.node('Add', [onnx.node('Mul', [centred, scale]), perChannel(bias)]);
  },
};

function lowerInBlocks(onnx: OnnxGraph, x: Value, weight: string, bias: string, epsilon: number): string {
  const { shape } = x;
  const [, channels] = imageShape('batchNorm2d', 'the input', x);
  const images = onnx.inBlocks(x);
  const count = onnx.scalar(channels / sizeOf(shape));
  const perChannel = [1, channels, 1, 1];
  const average = onnx.node('Mul', [onnx.reshape(channelSums(onnx, x), perChannel), count]);
  const centred = scaleBlocks(onnx, images, channels, null, onnx.node('Neg', [average]));
  const variance = onnx.node('Mul', [onnx.reshape(dotBlocks(onnx, centred, centred, shape), perChannel), count]);
  const deviation = onnx.node('Sqrt', [onnx.node('Add', [variance, onnx.scalar(epsilon)])]);
  const scale = onnx.node('Mul', [onnx.reshape(weight, perChannel), onnx.node('Div', [onnx.scalar(1), deviation])]);
  return scaleBlocks(onnx, centred, channels, scale, bias);
}

/** Images `[N, C, H, W]` with each channel normalised over the batch, times weight `[C]`, plus bias `[C]`. */
export const batchNorm2d = (x: Value, weight: Value, bias: Value, epsilon: number): Value =>
  apply('batchNorm2d', batchNorm2dRule, [x, weight, bias], { epsilon });

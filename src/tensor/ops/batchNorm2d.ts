import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { add } from './add.ts';
import { divide } from './divide.ts';
import { mean } from './mean.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import { sqrt } from './sqrt.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

/** All but the channels. */
const axes = [0, 2, 3];

export type BatchNorm2dInputs = readonly [x: Value, weight: Value, bias: Value];

export const batchNorm2dRule: OpRule<BatchNorm2dInputs, { readonly epsilon: number }> = {
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
  // With c = x − mean and s = 1/√(variance + ε): db = Σ dy, dw = s·Σ dy·c and
  // dx = w·s·dy − (w·s³·mean(dy·c))·c − w·s·mean(dy), in as few passes over the images as it can be.
  gradient(dy, { inputs: [x, weight], attributes: { epsilon } }) {
    const { centred, variance } = batchStatistics(x);
    const inverse = divide(1, sqrt(add(variance, epsilon)));
    const count = x.shape.reduce((product, size, axis) => (axes.includes(axis) ? product * size : product), 1);
    const total = sum(dy, axes, true);
    const correlation = sum(multiply(dy, centred), axes, true);
    const scale = multiply(reshape(weight, variance.shape), inverse);
    const slope = multiply(multiply(scale, multiply(inverse, inverse)), multiply(correlation, -1 / count));
    const shift = multiply(scale, multiply(total, -1 / count));
    return [
      add(add(multiply(dy, scale), multiply(centred, slope)), shift),
      reshape(multiply(correlation, inverse), weight.shape),
      reshape(total, weight.shape),
    ];
  },
  // The same nodes as `batchStatistics` gives, so that the graph holds them once.
  lower(onnx, { inputs: [x, weight, bias], attributes: { epsilon } }) {
    const average = (name: string) => onnx.node('ReduceMean', [name, onnx.ints(axes)], { keepdims: 1 });
    const centred = onnx.node('Sub', [onnx.of(x), average(onnx.of(x))]);
    const variance = average(onnx.node('Mul', [centred, centred]));
    const deviation = onnx.node('Sqrt', [onnx.node('Add', [variance, onnx.scalar(epsilon)])]);
    const perChannel = (vector: Value) => onnx.reshape(onnx.of(vector), [1, ...vector.shape, 1, 1]);
    const scale = onnx.node('Mul', [perChannel(weight), onnx.node('Div', [onnx.scalar(1), deviation])]);
    return onnx.node('Add', [onnx.node('Mul', [centred, scale]), perChannel(bias)]);
  },
};

/** Mean and population variance of each channel over the batch, `[1, C, 1, 1]`, and x less its mean. */
export function batchStatistics(x: Value): { readonly mean: Value; readonly variance: Value; readonly centred: Value } {
  const average = mean(x, axes, true);
  const centred = subtract(x, average);
  return { mean: average, variance: mean(multiply(centred, centred), axes, true), centred };
}

/** Images `[N, C, H, W]` with each channel normalised over the batch, times weight `[C]`, plus bias `[C]`. */
export const batchNorm2d = (x: Value, weight: Value, bias: Value, epsilon: number): Value =>
  apply('batchNorm2d', batchNorm2dRule, [x, weight, bias], { epsilon });

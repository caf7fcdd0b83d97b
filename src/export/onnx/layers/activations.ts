import type { AttributesOf } from '../../../model/layers/index.ts';
import type { LowerLayer, OnnxLayer } from '../onnxLayer.ts';

const unary =
  (type: string, attributes: Readonly<Record<string, number>> = {}) =>
  (_: object, { onnx, inputs: [x] }: OnnxLayer): string =>
    onnx.node(type, [x], attributes);

export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const hardswish = unary('HardSwish');
export const softmax = unary('Softmax', { axis: 1 });
export const logSoftmax = unary('LogSoftmax', { axis: 1 });

export const relu6: LowerLayer<object> = (_, { onnx, inputs: [x] }) =>
  onnx.node('Clip', [x, onnx.scalar(0), onnx.scalar(6)]);

export const tanh: LowerLayer<AttributesOf<'tanh'>> = ({ amplitude, slope }, { onnx, inputs: [x] }) => {
  const times = (value: string, factor: number) =>
    factor === 1 ? value : onnx.node('Mul', [value, onnx.scalar(factor)]);
  return times(onnx.node('Tanh', [times(x, slope)]), amplitude);
};

export const leakyRelu: LowerLayer<AttributesOf<'leakyRelu'>> = ({ negativeSlope }, { onnx, inputs: [x] }) =>
  onnx.node('LeakyRelu', [x], { alpha: { float: negativeSlope } });

export const elu: LowerLayer<AttributesOf<'elu'>> = ({ alpha }, { onnx, inputs: [x] }) =>
  onnx.node('Elu', [x], { alpha: { float: alpha } });

/** x·σ(x) */
export const silu: LowerLayer<AttributesOf<'silu'>> = (_, { onnx, inputs: [x] }) =>
  onnx.node('Mul', [x, onnx.node('Sigmoid', [x])]);

/** x/2·(1 + erf(x/√2)), or x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))): `Gelu` is younger than our operator set. */
export const gelu: LowerLayer<AttributesOf<'gelu'>> = ({ approximate }, { onnx, inputs: [x] }) => {
  const times = (a: string, b: string) => onnx.node('Mul', [a, b]);
  const plus = (a: string, b: string) => onnx.node('Add', [a, b]);
  const bend = () => {
    if (approximate === 'none') return onnx.node('Erf', [times(x, onnx.scalar(Math.SQRT1_2))]);
    const inner = plus(x, times(times(times(x, x), x), onnx.scalar(0.044715)));
    return onnx.node('Tanh', [times(inner, onnx.scalar(Math.sqrt(2 / Math.PI)))]);
  };
  return times(times(x, onnx.scalar(0.5)), plus(bend(), onnx.scalar(1)));
};

/** Dropout does nothing in inference. */
export const dropout: LowerLayer<AttributesOf<'dropout'>> = (_, { inputs: [x] }) => x;

import type { AttributesOf } from '../../../model/layers/index.ts';
import { featureMap } from '../../../model/layers/shapes.ts';
import type { OnnxGraph } from '../../../tensor/onnx/graph.ts';
import { type LowerLayer, reshapeImage } from '../onnxLayer.ts';

const all = (onnx: OnnxGraph, value: number, count: number): string =>
  onnx.tensor(new Float32Array(count).fill(value), [count]);

/** Normalises by the running statistics. */
export const batchNorm2d: LowerLayer<AttributesOf<'batchNorm2d'>> = (
  { epsilon, affine },
  { onnx, inputs: [x], shapes: [[channels = 0]], parameter },
) => {
  const [weight, bias] = affine
    ? [parameter('weight'), parameter('bias')]
    : [all(onnx, 1, channels), all(onnx, 0, channels)];
  const inputs = [x, weight, bias, parameter('running_mean'), parameter('running_var')];
  return onnx.node('BatchNormalization', inputs, { epsilon: { float: epsilon } });
};

/** Instance normalisation with groups for channels: `GroupNormalization` is younger than our operator set. */
export const groupNorm: LowerLayer<AttributesOf<'groupNorm'>> = (
  { groups, epsilon, affine },
  { onnx, inputs: [x], shapes: [input], parameter },
) => {
  const grouped = onnx.reshape(x, [0, groups, -1]);
  const ofGroups = [grouped, all(onnx, 1, groups), all(onnx, 0, groups)];
  const normal = onnx.node('InstanceNormalization', ofGroups, { epsilon: { float: epsilon } });
  const values = reshapeImage(onnx, normal, input);
  if (!affine) return values;
  const alongChannels = (name: string) =>
    onnx.reshape(
      parameter(name),
      input.map((size, axis) => (axis === 0 ? size : 1)),
    );
  return onnx.node('Add', [onnx.node('Mul', [values, alongChannels('weight')]), alongChannels('bias')]);
};

export const layerNorm: LowerLayer<AttributesOf<'layerNorm'>> = (
  { epsilon, affine },
  { onnx, inputs: [x], shapes: [input], parameter },
) => {
  const count = input.reduce((product, size) => product * size, 1);
  const ones = () => onnx.tensor(new Float32Array(count).fill(1), input);
  const scale = affine ? [parameter('weight'), parameter('bias')] : [ones()];
  return onnx.node('LayerNormalization', [x, ...scale], { axis: 1, epsilon: { float: epsilon } });
};

export const localResponseNorm: LowerLayer<AttributesOf<'localResponseNorm'>> = (
  { size, alpha, beta, k },
  { onnx, inputs: [x], shapes: [input] },
) => {
  // ONNX Runtime refuses an LRN by a constant.
  if (alpha === 0 || beta === 0) return onnx.node('Mul', [x, onnx.scalar(k ** -beta)]);
  if (size % 2 === 1) {
    const factors = { alpha: { float: alpha }, beta: { float: beta }, bias: { float: k } };
    return onnx.node('LRN', [x], { size, ...factors });
  }
  // ONNX has its neighbours the other way round where their number is even. A mean over channels is a pooling of
  // images that are channels high and pixels wide.
  const [channels, height, width] = featureMap('localResponseNorm', input);
  const squares = reshapeImage(onnx, onnx.node('Mul', [x, x]), [1, channels, height * width]);
  const means = onnx.node('AveragePool', [squares], {
    kernel_shape: [size, 1],
    pads: [size / 2, 0, size / 2 - 1, 0],
    count_include_pad: 1,
  });
  const sums = onnx.node('Mul', [reshapeImage(onnx, means, input), onnx.scalar(alpha)]);
  const divisor = onnx.node('Pow', [onnx.node('Add', [sums, onnx.scalar(k)]), onnx.scalar(beta)]);
  return onnx.node('Div', [x, divisor]);
};

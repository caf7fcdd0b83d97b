import type { AttributesOf } from '../../../model/layers/index.ts';
import { featureMap } from '../../../model/layers/shapes.ts';
import { place } from '../../../model/layers/window.ts';
import type { Padding2d, Size2d } from '../../../model/spec.ts';
import { onnxPads } from '../../../tensor/ops/window.ts';
import { type LowerLayer, type OnnxLayer, padImage } from '../onnxLayer.ts';

export const conv2d: LowerLayer<AttributesOf<'conv2d'>> = (attributes, layer) => {
  const { kernelSize: size, stride, dilation, groups, bias } = attributes;
  const [, height, width] = featureMap('conv2d', layer.shapes[0]);
  const window = { size, stride, padding: attributes.padding, dilation, ceilMode: false };
  const { padding } = place(window, [height, width], () => 'The kernel of conv2d', 'kernelSize');
  return layer.onnx.node('Conv', withParameters(layer, bias), {
    kernel_shape: size,
    strides: stride,
    pads: onnxPads(padding),
    dilations: dilation,
    group: groups,
  });
};

export const convTranspose2d: LowerLayer<AttributesOf<'convTranspose2d'>> = (attributes, layer) => {
  const { outChannels, kernelSize, stride, padding, outputPadding, dilation, groups, bias } = attributes;
  const { onnx, inputs, parameter } = layer;
  const transposed = (tensors: readonly string[], pads: Padding2d, further: Size2d) =>
    onnx.node('ConvTranspose', tensors, {
      kernel_shape: kernelSize,
      strides: stride,
      pads: onnxPads(pads),
      output_padding: further,
      dilations: dilation,
      group: groups,
    });
  if (outputPadding[0] < stride[0] && outputPadding[1] < stride[1]) {
    return transposed(withParameters(layer, bias), padding, outputPadding);
  }
  // ONNX Runtime adds no more than a stride leaves open. Beyond the last window there is only the bias.
  const [top, bottom, left, right] = padding;
  const [down, across] = [bottom - outputPadding[0], right - outputPadding[1]];
  const within: Padding2d = [top, Math.max(0, down), left, Math.max(0, across)];
  const y = transposed([inputs[0], parameter('weight')], within, [0, 0]);
  const whole = padImage(onnx, y, [0, Math.max(0, -down), 0, Math.max(0, -across)]);
  return bias ? onnx.node('Add', [whole, onnx.reshape(parameter('bias'), [outChannels, 1, 1])]) : whole;
};

export const dense: LowerLayer<AttributesOf<'dense'>> = ({ bias }, layer) =>
  layer.onnx.node('Gemm', withParameters(layer, bias), { transB: 1 });

const withParameters = ({ inputs: [x], parameter }: OnnxLayer, bias: boolean): string[] => [
  x,
  parameter('weight'),
  ...(bias ? [parameter('bias')] : []),
];

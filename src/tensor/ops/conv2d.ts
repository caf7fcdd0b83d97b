import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { conv2dInputGradient } from './conv2dInputGradient.ts';
import { conv2dKernelGradient } from './conv2dKernelGradient.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import { sum } from './sum.ts';
import { onnxPads, type Padding2d, type Size2d, windowOutput } from './window.ts';

export interface Conv2dAttributes {
  readonly stride: Size2d;
  readonly padding: Padding2d;
  readonly dilation: Size2d;
  readonly groups: number;
}

export const conv2dDefaults: Conv2dAttributes = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 };

export type Conv2dInputs = readonly [x: Value, kernel: Value] | readonly [x: Value, kernel: Value, bias: Value];

export const conv2dRule: OpRule<Conv2dInputs, Conv2dAttributes> = {
  infer([x, kernel, bias], attributes) {
    requireType('conv2d', 'float32', x, kernel);
    const [n, channels, height, width] = imageShape('conv2d', 'the input', x);
    const [outChannels, kernelChannels, ...size] = imageShape('conv2d', 'the kernel', kernel);
    const { groups } = attributes;
    if (channels % groups !== 0 || outChannels % groups !== 0) {
      throw new ShapeError(
        `conv2d: ${channels} input and ${outChannels} output channels do not divide into ${groups} groups`,
      );
    }
    if (channels / groups !== kernelChannels) {
      throw new ShapeError(
        `conv2d: the kernel ${formatShape(kernel.shape)} takes ${kernelChannels} channels in each of ${groups} groups, ` +
          `but the input ${formatShape(x.shape)} has ${channels / groups}`,
      );
    }
    if (bias !== undefined && !sameShape(bias.shape, [outChannels])) {
      throw new ShapeError(`conv2d: the bias of ${outChannels} channels has shape ${formatShape(bias.shape)}`);
    }
    const output = windowOutput('conv2d', [height, width], { size, ...attributes });
    return { shape: [n, outChannels, ...output], dtype: 'float32' };
  },
  // y[n,o,p] = b[o] + Σ_{c,k} x[n,c,p·s+k·d−pad]·K[o,c,k]: linear in x, K and b.
  gradient(dy, { inputs: [x, kernel, bias], attributes }) {
    const [, , ...inputSize] = imageShape('conv2d', 'the input', x);
    const [, , ...kernelSize] = imageShape('conv2d', 'the kernel', kernel);
    return [
      conv2dInputGradient(dy, kernel, { ...attributes, inputSize }),
      conv2dKernelGradient(x, dy, { ...attributes, kernelSize }),
      ...(bias === undefined ? [] : [sum(dy, [0, 2, 3])]),
    ];
  },
  lower: (onnx, { inputs, attributes: { stride, padding, dilation, groups } }) =>
    onnx.node(
      'Conv',
      inputs.map((input) => onnx.of(input)),
      { strides: stride, pads: onnxPads(padding), dilations: dilation, group: groups },
    ),
};

/**
 * Cross-correlation of images `[N, C, H, W]` with kernels `[O, C/groups, h, w]`, plus a bias `[O]`; as in
 * PyTorch's conv2d, with padding given side by side.
 */
export const conv2d = (x: Value, kernel: Value, bias: Value | null, options: Partial<Conv2dAttributes> = {}): Value =>
  apply('conv2d', conv2dRule, bias === null ? [x, kernel] : [x, kernel, bias], { ...conv2dDefaults, ...options });

import type { Value } from '../program.ts';
import { dimension, formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { conv2dDefaults } from './conv2d.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { Conv2dAttributes } from './signatures.ts';
import { onnxPads, type Size2d, unreached, windowOutput } from './window.ts';

export const conv2dInputGradientRule: OpRule<'conv2dInputGradient'> = {
  infer([dy, kernel], { inputSize, ...attributes }) {
    const op = 'conv2dInputGradient';
    requireType(op, 'float32', dy, kernel);
    const [n, outChannels, ...outputSize] = imageShape(op, 'the gradient', dy);
    const [kernels, channels, ...size] = imageShape(op, 'the kernel', kernel);
    if (outChannels !== kernels) {
      throw new ShapeError(
        `${op}: the gradient ${formatShape(dy.shape)} has ${outChannels} channels for ${kernels} kernels`,
      );
    }
    const expected = windowOutput(op, inputSize, { size, ...attributes });
    if (!sameShape(expected, outputSize)) {
      throw new ShapeError(
        `${op}: an input of ${formatShape(inputSize)} gives ${formatShape(expected)}, not ${formatShape(outputSize)}`,
      );
    }
    return { shape: [n, channels * attributes.groups, ...inputSize], dtype: 'float32' };
  },
  // Two ways, measured in docs/performance.md.
  lower(onnx, { inputs: [dy, kernel], attributes }, y) {
    const { stride, padding, dilation, groups, inputSize } = attributes;
    const [, , ...outputSize] = imageShape('conv2dInputGradient', 'the gradient', dy);
    const [, , ...size] = imageShape('conv2dInputGradient', 'the kernel', kernel);
    const [, channels] = imageShape('conv2dInputGradient', 'the result', y);
    // Back through a window of stride 1 goes the same window, flipped. `Conv` is the faster op, but for few channels.
    const back = padding.map((amount, side) => {
      const axis = side < 2 ? 0 : 1;
      return dimension(dilation, axis) * (dimension(size, axis) - 1) - amount;
    });
    if (groups === 1 && channels >= 8 && Math.max(...stride) === 1 && Math.min(...back) >= 0) {
      const [top = 0, bottom = 0, left = 0, right = 0] = back;
      const flipped = onnx.slice(onnx.of(kernel), [2, 3], [-1, -1], [-size[0] - 1, -size[1] - 1], [-1, -1]);
      return onnx.node('Conv', [onnx.of(dy), onnx.transpose(flipped, [1, 0, 2, 3])], {
        pads: [top, left, bottom, right],
        dilations: dilation,
      });
    }
    return onnx.node('ConvTranspose', [onnx.of(dy), onnx.of(kernel)], {
      strides: stride,
      pads: onnxPads(padding),
      dilations: dilation,
      group: groups,
      output_padding: unreached(inputSize, outputSize, { size, ...attributes }),
    });
  },
};

/**
 * Gradient of conv2d by its input: dx of `[N, C, ...inputSize]` from dy `[N, O, H′, W′]` and the kernel
 * `[O, C/groups, h, w]`. It is also PyTorch's conv_transpose2d.
 */
export const conv2dInputGradient = (
  dy: Value,
  kernel: Value,
  attributes: Partial<Conv2dAttributes> & { readonly inputSize: Size2d },
): Value => apply('conv2dInputGradient', conv2dInputGradientRule, [dy, kernel], { ...conv2dDefaults, ...attributes });

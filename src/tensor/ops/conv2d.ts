import { convolveBlocks, hasBlockKernel, takesBlocks } from '../onnx/blocks.ts';
import { convolution } from '../onnx/convolution.ts';
import { kernelBlocks } from '../onnx/kernelBlocks.ts';
import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { Conv2dAttributes } from './signatures.ts';
import { onnxPads, windowOutput } from './window.ts';

export const conv2dDefaults: Conv2dAttributes = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 };

export const conv2dRule: OpRule<'conv2d'> = {
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
  lower(onnx, { inputs, attributes }, { shape }) {
    const { stride, padding, dilation, groups } = attributes;
    const [x, kernel, bias] = inputs;
    if (hasBlockKernel(onnx, kernel.shape, groups)) {
      const images = takesBlocks(onnx, kernel.shape, groups) ? onnx.inBlocks(x) : onnx.of(x);
      const [, , ...size] = imageShape('conv2d', 'the kernel', kernel);
      const kernels = kernelBlocks(onnx, onnx.of(kernel), kernel.shape);
      const vector = bias === undefined ? null : onnx.of(bias);
      return { blocks: convolveBlocks(onnx, images, kernels, vector, { ...attributes, kernel: size }) };
    }
    return convolution(onnx, {
      x: onnx.of(x),
      kernel: onnx.of(kernel),
      kernelShape: kernel.shape,
      ...(bias && { bias: onnx.of(bias) }),
      shape,
      groups,
      attributes: { strides: stride, pads: onnxPads(padding), dilations: dilation },
    });
  },
};

/**
 * Cross-correlation of images `[N, C, H, W]` with kernels `[O, C/groups, h, w]`, plus a bias `[O]`; as in
 * PyTorch's conv2d, with padding given side by side.
 */
export const conv2d = (x: Value, kernel: Value, bias: Value | null, options: Partial<Conv2dAttributes> = {}): Value =>
  apply('conv2d', conv2dRule, bias === null ? [x, kernel] : [x, kernel, bias], { ...conv2dDefaults, ...options });

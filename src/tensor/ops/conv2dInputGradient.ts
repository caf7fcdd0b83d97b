import { convolveBlocks, hasBlockKernel, spreadBlocks, takesBlocks } from '../onnx/blocks.ts';
import { convolution, transposedConvolution } from '../onnx/convolution.ts';
import type { Lowered, OnnxGraph } from '../onnx/graph.ts';
import { kernelBlocks, kernelBlocksBack } from '../onnx/kernelBlocks.ts';
import type { Value } from '../program.ts';
import { dimension, formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { conv2dDefaults } from './conv2d.ts';
import { inputGradientByPhases } from './inputGradientByPhases.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { Conv2dAttributes, Conv2dInputGradientAttributes } from './signatures.ts';
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
  // The ways of computing it are compared in docs/performance.md.
  lower(onnx, { inputs: [dy, kernel], attributes }, y) {
    const inBlocks = inputGradientInBlocks(onnx, dy, kernel, attributes);
    if (inBlocks !== null) return inBlocks;
    const { stride, padding, dilation, groups, inputSize } = attributes;
    const [, outChannels, ...outputSize] = imageShape('conv2dInputGradient', 'the gradient', dy);
    const [, , ...size] = imageShape('conv2dInputGradient', 'the kernel', kernel);
    const [, channels] = imageShape('conv2dInputGradient', 'the result', y);
    // Back through a window of stride 1 goes the same window, flipped. `Conv` is the faster op, but for few channels.
    const back = padding.map((amount, side) => {
      const axis = side < 2 ? 0 : 1;
      return dimension(dilation, axis) * (dimension(size, axis) - 1) - amount;
    });
    if (groups === 1 && channels >= 8 && Math.max(...stride) === 1 && Math.min(...back) >= 0) {
      const [top = 0, bottom = 0, left = 0, right = 0] = back;
      return convolution(onnx, {
        x: onnx.of(dy),
        kernel: onnx.transpose(flip(onnx, onnx.of(kernel), size), [1, 0, 2, 3]),
        kernelShape: [channels, outChannels, ...size],
        shape: y.shape,
        attributes: { strides: stride, pads: [top, left, bottom, right], dilations: dilation },
      });
    }
    return transposedConvolution(onnx, {
      x: onnx.of(dy),
      kernel: onnx.of(kernel),
      kernelShape: kernel.shape,
      shape: y.shape,
      groups,
      attributes: { strides: stride, pads: onnxPads(padding), dilations: dilation },
      outputPadding: unreached(inputSize, outputSize, { size, ...attributes }),
    });
  },
};

/** The window at each position turned around: up is down, left is right. */
const flip = (onnx: OnnxGraph, kernel: string, [height, width]: Size2d): string =>
  onnx.slice(kernel, [2, 3], [-1, -1], [-height - 1, -width - 1], [-1, -1]);

/**
 * Convolution by the flipped kernel in channel blocks, `null` where there is none. Where the window moves by more
 * than one pixel, dy is spread first, with zeros between its numbers.
 */
function inputGradientInBlocks(
  onnx: OnnxGraph,
  dy: Value,
  kernel: Value,
  attributes: Conv2dInputGradientAttributes,
): Lowered | null {
  const { stride, padding, dilation, groups, inputSize } = attributes;
  const op = 'conv2dInputGradient';
  const [n, outChannels, ...outputSize] = imageShape(op, 'the gradient', dy);
  const [, kernelChannels, ...size] = imageShape(op, 'the kernel', kernel);
  const channels = kernelChannels * groups;
  const shape = [channels, outChannels / groups, ...size];
  if (!hasBlockKernel(onnx, shape, groups)) return null;
  const around = ([0, 1] as const).map((axis) => {
    const reach = dilation[axis] * (size[axis] - 1);
    const before = reach - padding[axis === 0 ? 0 : 2];
    return [before, inputSize[axis] - stride[axis] * outputSize[axis] - before + reach] as const;
  });
  const [[top, bottom], [left, right]] = [around[0]!, around[1]!];
  const spreads = Math.max(...stride) > 1;
  if (Math.min(top, bottom, left, right) < 0 || (spreads && !takesBlocks(onnx, shape, groups))) return null;
  const kernels =
    groups === 1
      ? kernelBlocksBack(onnx, onnx.of(kernel), kernel.shape)
      : kernelBlocks(onnx, flip(onnx, onnx.of(kernel), size), shape);
  const window = { kernel: size, stride: [1, 1], padding: [top, bottom, left, right], dilation, groups } as const;
  if (!spreads) {
    const images = takesBlocks(onnx, shape, groups) ? onnx.inBlocks(dy) : onnx.of(dy);
    return { blocks: convolveBlocks(onnx, images, kernels, null, window) };
  }
  // A single pixel meets no zeros: they can come afterwards. Of few channels phases cost less than `Pad`.
  const single = Math.max(...size, top, bottom, left, right) === 1 && top + bottom + left + right === 0;
  const byPhases = single && outChannels > 128 ? null : inputGradientByPhases(onnx, dy, kernel, attributes);
  if (byPhases !== null) return byPhases;
  if (single) {
    const narrow = convolveBlocks(onnx, onnx.inBlocks(dy), kernels, null, window);
    return { blocks: spreadBlocks(onnx, narrow, [n, channels, ...outputSize], stride) };
  }
  const spread = spreadBlocks(onnx, onnx.inBlocks(dy), dy.shape, stride);
  return { blocks: convolveBlocks(onnx, spread, kernels, null, window) };
}

/**
 * Gradient of conv2d by its input: dx of `[N, C, ...inputSize]` from dy `[N, O, H′, W′]` and the kernel
 * `[O, C/groups, h, w]`. It is also PyTorch's conv_transpose2d.
 */
export const conv2dInputGradient = (
  dy: Value,
  kernel: Value,
  attributes: Partial<Conv2dAttributes> & { readonly inputSize: Size2d },
): Value => apply('conv2dInputGradient', conv2dInputGradientRule, [dy, kernel], { ...conv2dDefaults, ...attributes });

import { hasBlockKernel, kernelGradientByChannel } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import { product } from '../onnx/product.ts';
import { shiftedImages } from '../onnx/shifted.ts';
import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { conv2dDefaults } from './conv2d.ts';
import { kernelGradientByPhases } from './kernelGradientByPhases.ts';
import { kernelGradientByPixels } from './kernelGradientByPixels.ts';
import { type Convolution, kernelGradientByRows, outputOf, rowExpansion } from './kernelGradientByRows.ts';
import { hasKernelGradientInBlocks, kernelGradientInBlocks } from './kernelGradientInBlocks.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { Conv2dAttributes, Conv2dKernelGradientAttributes } from './signatures.ts';
import { type Size2d, windowOutput } from './window.ts';

export const conv2dKernelGradientRule: OpRule<'conv2dKernelGradient'> = {
  infer([x, dy], { kernelSize, ...attributes }) {
    const op = 'conv2dKernelGradient';
    requireType(op, 'float32', x, dy);
    const [n, channels, ...inputSize] = imageShape(op, 'the input', x);
    const [batch, outChannels, ...outputSize] = imageShape(op, 'the gradient', dy);
    const expected = windowOutput(op, inputSize, { size: kernelSize, ...attributes });
    if (n !== batch || !sameShape(expected, outputSize)) {
      throw new ShapeError(
        `${op}: an input ${formatShape(x.shape)} gives ${n} images of ${formatShape(expected)}, not ${formatShape(dy.shape)}`,
      );
    }
    if (channels % attributes.groups !== 0 || outChannels % attributes.groups !== 0) {
      throw new ShapeError(
        `${op}: ${channels} and ${outChannels} channels do not divide into ${attributes.groups} groups`,
      );
    }
    return { shape: [outChannels, channels / attributes.groups, ...kernelSize], dtype: 'float32' };
  },
  // The ways of computing it are compared in docs/performance.md.
  lower(onnx, { inputs: [x, dy], attributes }) {
    const convolution = sizesOf(x, dy, attributes);
    const { channels, outChannels, groups } = convolution;
    if (groups > 1 && hasBlockKernel(onnx, [outChannels, channels / groups], groups)) {
      const [images, gradients] = [onnx.inBlocks(x), onnx.inBlocks(dy)];
      return kernelGradientByChannel(onnx, images, gradients, x.shape, outputOf(convolution), convolution);
    }
    // Copying one number costs as much as about fifty products in a large matrix.
    if (groups === 1 && outChannels * (rowExpansion(convolution) - 1) < 50) {
      return kernelGradientByRows(onnx, onnx.of(x), onnx.of(dy), convolution);
    }
    if (hasKernelGradientInBlocks(onnx, convolution)) {
      return kernelGradientInBlocks(onnx, x, onnx.inBlocks(dy), convolution);
    }
    const byPhases =
      onnx.isInBlocks(x) && onnx.isInBlocks(dy) && Math.max(...convolution.stride) > 1
        ? kernelGradientByPhases(onnx, x, dy, convolution)
        : null;
    if (byPhases !== null) return byPhases;
    if (groups === 1 && channels >= 16 && onnx.isInBlocks(x)) {
      return kernelGradientByPixels(onnx, onnx.inBlocks(x), onnx.of(dy), convolution);
    }
    // Matrices of a few columns are slow, so few channels make one product of all positions in the kernel.
    return channels / groups < 16
      ? lowerToOneProduct(onnx, onnx.of(x), onnx.of(dy), convolution)
      : lowerToProducts(onnx, onnx.of(x), onnx.of(dy), convolution);
  },
};

function sizesOf(x: Value, dy: Value, { kernelSize, ...attributes }: Conv2dKernelGradientAttributes): Convolution {
  const [batch, channels, ...input] = imageShape('conv2dKernelGradient', 'the input', x);
  const [, outChannels] = imageShape('conv2dKernelGradient', 'the gradient', dy);
  return { ...attributes, batch, channels, outChannels, input, kernel: kernelSize };
}

/** dK = Σₙ dyₙ·Xₙᵀ with X `[N, C·h·w, H′·W′]`, the image once for each position in the kernel (im2col). */
function lowerToOneProduct(onnx: OnnxGraph, x: string, dy: string, convolution: Convolution): string {
  const { batch, channels, outChannels, kernel, groups } = convolution;
  const [height, width] = outputOf(convolution);
  const apart = shifted(onnx, x, convolution).map((image) => onnx.reshape(image, [batch, channels, 1, height * width]));
  const columns = onnx.node('Concat', apart, { axis: 2 });
  const positions = kernel[0] * kernel[1];
  const byGroup = onnx.reshape(columns, [batch, groups, (channels / groups) * positions, height * width]);
  const gradients = onnx.reshape(dy, [batch, groups, outChannels / groups, height * width]);
  const products = product(onnx, { name: gradients, rank: 4 }, { name: byGroup, rank: 4, transposed: true });
  return onnx.reshape(onnx.sum(products, [0]), [outChannels, channels / groups, ...kernel]);
}

/** The same with one product for each position in the kernel: nothing is copied twice. */
function lowerToProducts(onnx: OnnxGraph, x: string, dy: string, convolution: Convolution): string {
  const { batch, channels, outChannels, kernel, groups } = convolution;
  const [height, width] = outputOf(convolution);
  const gradients = onnx.reshape(dy, [batch, groups, outChannels / groups, height * width]);
  const products = shifted(onnx, x, convolution).map((image) => {
    const byGroup = onnx.reshape(image, [batch, groups, channels / groups, height * width]);
    const gradient = product(onnx, { name: gradients, rank: 4 }, { name: byGroup, rank: 4, transposed: true });
    return onnx.reshape(onnx.sum(gradient, [0]), [outChannels, channels / groups, 1]);
  });
  return onnx.reshape(onnx.node('Concat', products, { axis: 2 }), [outChannels, channels / groups, ...kernel]);
}

const shifted = (onnx: OnnxGraph, x: string, convolution: Convolution): string[] =>
  shiftedImages(onnx, x, { ...convolution, size: convolution.kernel }, outputOf(convolution));

/**
 * Gradient of conv2d by its kernel: `[O, C/groups, ...kernelSize]` from x `[N, C, H, W]` and dy
 * `[N, O, H′, W′]`.
 */
export const conv2dKernelGradient = (
  x: Value,
  dy: Value,
  attributes: Partial<Conv2dAttributes> & { readonly kernelSize: Size2d },
): Value => apply('conv2dKernelGradient', conv2dKernelGradientRule, [x, dy], { ...conv2dDefaults, ...attributes });

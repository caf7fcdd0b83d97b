/**
 * The kernel gradient of a convolution whose input lies in channel blocks: dK at one position of the kernel is
 * Σ dyₙ·Xₙ, with dyₙ `[O, H′·W′]` and Xₙ `[H′·W′, C]`, the pixels that this position meets, all channels of a pixel
 * side by side. From blocks it is as cheap to get there as to the plain layout, and a pixel is one copy.
 */
import { pixelsOf } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import { type Convolution, outputOf } from './kernelGradientByRows.ts';

/** dK `[O, C, h, w]`; x in channel blocks, dy plain. */
export function kernelGradientByPixels(onnx: OnnxGraph, x: string, dy: string, convolution: Convolution): string {
  const { batch, channels, outChannels, kernel, input } = convolution;
  const [height, width] = outputOf(convolution);
  const asOne = isOneProduct(convolution);
  const matrices = asOne ? 1 : batch;
  const pixels = (batch / matrices) * input[0] * input[1];
  const all = onnx.reshape(pixelsOf(onnx, x, [batch, channels, ...input]), [matrices, pixels, channels]);
  const met = Array.from({ length: kernel[0] * kernel[1] }, (_, position) => pixelsMet(convolution, position));
  // One pixel of zeros after the last stands for all that lie outside.
  const outside = met.some((each) => each.includes(null));
  const padded = outside ? onnx.node('Pad', [all, onnx.ints([0, 0, 0, 0, 1, 0])]) : all;
  const seen = met.map((each) => {
    const places = Array.from({ length: batch / matrices }, (_, image) =>
      each.map((pixel) => (pixel === null ? pixels : image * input[0] * input[1] + pixel)),
    ).flat();
    const inOrder = places.length === pixels && places.every((place, index) => place === index);
    return inOrder
      ? all
      : onnx.node('Gather', [padded, onnx.tensor(Int32Array.from(places), [places.length])], { axis: 1 });
  });
  const byImage = onnx.reshape(dy, [batch, outChannels, height * width]);
  const byKernel = asOne ? onnx.transpose(byImage, [1, 0, 2]) : byImage;
  const gradients = onnx.reshape(byKernel, [matrices, outChannels, (batch / matrices) * height * width]);
  const product = (each: string) =>
    onnx.reshape(onnx.sum(onnx.node('MatMul', [gradients, each]), [0]), [outChannels, 1, channels]);
  // What stands last is computed first: that with the pixels as they lie, which are held no longer.
  for (const each of seen) if (each !== all) product(each);
  const joined = onnx.transpose(onnx.node('Concat', seen.map(product), { axis: 1 }), [0, 2, 1]);
  return onnx.reshape(joined, [outChannels, channels, ...kernel]);
}

/**
 * Whether the whole batch is one product: a product for each image leaves as many matrices `[O, C]` to add, which
 * costs more than the images where channels are many and images small.
 */
function isOneProduct(convolution: Convolution): boolean {
  const { batch, channels, outChannels } = convolution;
  const [height, width] = outputOf(convolution);
  return batch * height * width <= 65_536 && channels * outChannels >= 16 * height * width;
}

/** Pixel of the image that a position of the kernel meets at each pixel of the output, `null` outside the image. */
function pixelsMet(convolution: Convolution, position: number): (number | null)[] {
  const { kernel, input, stride, padding, dilation } = convolution;
  const [height, width] = outputOf(convolution);
  const rowOf = Math.floor(position / kernel[1]) * dilation[0] - padding[0];
  const columnOf = (position % kernel[1]) * dilation[1] - padding[2];
  return Array.from({ length: height * width }, (_, place) => {
    const row = Math.floor(place / width) * stride[0] + rowOf;
    const column = (place % width) * stride[1] + columnOf;
    const inside = row >= 0 && row < input[0] && column >= 0 && column < input[1];
    return inside ? row * input[1] + column : null;
  });
}

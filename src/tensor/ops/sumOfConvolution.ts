import { convolveBlocks, plainOf } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { imageShape, sizeOf } from '../shape.ts';
import { windowOutput } from './window.ts';

/**
 * Sum of each channel of a convolution's result over the batch and all pixels, `[O]`, without its result: the kernel
 * times the sums of what each of its places meets. So the mean is known before the convolution, which can write its
 * result less the mean. `null` of what is no convolution of images in channel blocks, or has groups or a bias, and where
 * that would not be faster.
 */
export function sumOfConvolution(onnx: OnnxGraph, y: Value): string | null {
  if (y.source.op !== 'conv2d') return null;
  const {
    inputs: [x, kernel, bias],
    attributes: { stride, padding, dilation, groups },
  } = y.source;
  if (groups > 1 || bias !== undefined || !onnx.isInBlocks(x)) return null;
  // It reads the images; the sum and what is taken from each pixel read the result twice, and write it once more.
  if (sizeOf(x.shape) > 2 * sizeOf(y.shape)) return null;
  const [n, channels, height, width] = imageShape('conv2d', 'the input', x);
  const [outChannels, , ...size] = imageShape('conv2d', 'the kernel', kernel);
  const [, , ...output] = imageShape('conv2d', 'the result', y);
  const together = onnx.sum(onnx.reshape(onnx.inBlocks(x), [n, channels * height * width]), [0]);
  // A window as large as the result, moved to where each place of the kernel begins; stride and dilation change places.
  const window = { kernel: output, stride: dilation, padding, dilation: stride, groups: channels };
  const ones = onnx.tensor(new Float32Array(channels * output[0] * output[1]).fill(1), [channels, 1, ...output]);
  const met = convolveBlocks(onnx, onnx.reshape(together, [1, channels, height, width]), ones, null, window);
  const sums = plainOf(onnx, met, channels);
  // Rows and columns that no window reaches give places beyond the kernel.
  const reached = windowOutput('conv2d', [height, width], { ...window, size: output });
  const inside = reached.some((length, axis) => length > size[axis]!) ? onnx.slice(sums, [2, 3], [0, 0], size) : sums;
  const places = channels * size[0] * size[1];
  const matrix = onnx.reshape(onnx.of(kernel), [outChannels, places]);
  return onnx.reshape(onnx.node('MatMul', [matrix, onnx.reshape(inside, [places, 1])]), [outChannels]);
}

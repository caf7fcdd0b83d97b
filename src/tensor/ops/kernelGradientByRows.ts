/**
 * The gradient of a convolution by its kernel as one large matrix product over whole rows of the image.
 *
 * A row of the output is linear in the rows of the input that its windows touch: y = X·T, with X
 * `[N·H′, h·C·W]`, those rows side by side, and T `[h·C·W, O·W′]`, the kernel written out along the width (a
 * Toeplitz matrix, zero where a window does not reach). So dT = Xᵀ·dy, and what of dT comes from one number of
 * the kernel is summed.
 *
 * T has W/w times more entries than the convolution has products, all zeros. It pays where rows are short and
 * channels few: small matrices, such as a window of one channel, are what processors are slow at.
 */
import type { OnnxGraph } from '../onnx/graph.ts';
import type { Conv2dAttributes } from './signatures.ts';
import { type Size2d, windowOutput } from './window.ts';

/** All sizes of one convolution. */
export interface Convolution extends Conv2dAttributes {
  readonly batch: number;
  readonly channels: number;
  readonly outChannels: number;
  readonly input: Size2d;
  readonly kernel: Size2d;
}

export const outputOf = (convolution: Convolution): Size2d =>
  windowOutput('conv2d', convolution.input, { ...convolution, size: convolution.kernel });

/** How many times more products there are in T than in the convolution. */
export const rowExpansion = ({ input, kernel }: Convolution): number => input[1] / kernel[1];

/** dK `[O, C, h, w]`. */
export function kernelGradientByRows(onnx: OnnxGraph, x: string, dy: string, convolution: Convolution): string {
  const { channels, outChannels, kernel, input } = convolution;
  const [, width] = outputOf(convolution);
  const rows = inputRows(onnx, x, convolution);
  const product = onnx.node('Gemm', [rows, outputRows(onnx, dy, convolution)], { transA: 1 });
  const apart = onnx.reshape(product, [kernel[0], channels, input[1], outChannels, width]);
  const byKernelRow = onnx.reshape(onnx.transpose(apart, [3, 1, 0, 2, 4]), [-1, input[1] * width]);
  const spread = onnx.transpose(spreading(onnx, convolution), [1, 0]);
  return onnx.reshape(onnx.node('MatMul', [byKernelRow, spread]), [outChannels, channels, ...kernel]);
}

/** X: for each row of the output the `h` rows of the input that its windows see, zeros outside the image. */
function inputRows(onnx: OnnxGraph, x: string, convolution: Convolution): string {
  const { batch, channels, input, kernel } = convolution;
  const [height] = outputOf(convolution);
  const rows = onnx.reshape(onnx.transpose(x, [0, 2, 1, 3]), [batch, input[0], channels * input[1]]);
  const seen = rowsSeen(convolution);
  // One row of zeros after the last stands for all that lie outside.
  const whole = seen.includes(null) ? onnx.node('Pad', [rows, onnx.ints([0, 0, 0, 0, 1, 0])]) : rows;
  const places = onnx.tensor(
    Int32Array.from(seen, (row) => row ?? input[0]),
    [seen.length],
  );
  const gathered = onnx.node('Gather', [whole, places], { axis: 1 });
  return onnx.reshape(gathered, [batch * height, kernel[0] * channels * input[1]]);
}

/** dy as `[N·H′, O·W′]`. */
function outputRows(onnx: OnnxGraph, dy: string, convolution: Convolution): string {
  const [height, width] = outputOf(convolution);
  const rows = onnx.transpose(dy, [0, 2, 1, 3]);
  return onnx.reshape(rows, [convolution.batch * height, convolution.outChannels * width]);
}

/** Row of the input at each of `[H′, h]`, `null` outside the image. */
function rowsSeen(convolution: Convolution): (number | null)[] {
  const { input, kernel, stride, padding, dilation } = convolution;
  return Array.from({ length: outputOf(convolution)[0] * kernel[0] }, (_, place) => {
    const row = Math.floor(place / kernel[0]) * stride[0] + (place % kernel[0]) * dilation[0] - padding[0];
    return row >= 0 && row < input[0] ? row : null;
  });
}

/** 1 at `[j, column·W′ + place]` where the window at `place` has its `j`th pixel in that column of the input. */
function spreading(onnx: OnnxGraph, convolution: Convolution): string {
  const { input, kernel, stride, padding, dilation } = convolution;
  const [, width] = outputOf(convolution);
  const spread = new Float32Array(kernel[1] * input[1] * width);
  for (let j = 0; j < kernel[1]; j += 1) {
    for (let place = 0; place < width; place += 1) {
      const column = place * stride[1] + j * dilation[1] - padding[2];
      if (column >= 0 && column < input[1]) spread[(j * input[1] + column) * width + place] = 1;
    }
  }
  return onnx.tensor(spread, [kernel[1], input[1] * width]);
}

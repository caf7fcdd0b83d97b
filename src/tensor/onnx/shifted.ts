import type { Size2d, Window2d } from '../ops/window.ts';
import type { OnnxGraph } from './graph.ts';

/**
 * For each position in a window, row by row, the pixels of x `[N, C, H, W]` that it meets, `[N, C, ...output]`;
 * `outside` is met beyond the image.
 */
export function shiftedImages(
  onnx: OnnxGraph,
  x: string,
  { size, stride, padding, dilation }: Window2d,
  [height, width]: Size2d,
  outside = 0,
): string[] {
  const [top, bottom, left, right] = padding;
  const pads = onnx.ints([0, 0, top, left, 0, 0, bottom, right]);
  const filled = outside === 0 ? [x, pads] : [x, pads, onnx.scalar(outside)];
  const padded = padding.some((amount) => amount > 0) ? onnx.node('Pad', filled) : x;
  return Array.from({ length: size[0] * size[1] }, (_, position) => {
    const row = Math.floor(position / size[1]) * dilation[0];
    const column = (position % size[1]) * dilation[1];
    const ends = [row + (height - 1) * stride[0] + 1, column + (width - 1) * stride[1] + 1];
    return onnx.slice(padded, [2, 3], [row, column], ends, stride);
  });
}

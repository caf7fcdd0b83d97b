import type { Padding2d, Window2d } from '../ops/window.ts';
import type { OnnxGraph } from './graph.ts';

/** The lowest finite number, which never wins; WGSL knows no infinity. */
export const lowest = -(2 - 2 ** -23) * 2 ** 127;

const none: Padding2d = [0, 0, 0, 0];

export const needsBorder = ({ size, padding: [top, bottom, left, right] }: Window2d): boolean =>
  Math.max(top, bottom) >= size[0] || Math.max(left, right) >= size[1];

/**
 * What MaxPool takes of images `[N, C, H, W]`: ONNX Runtime refuses padding as wide as the window, as a dilated one
 * may have. Such padding is laid around the images before, as a `border` of pixels.
 */
export function bordered(
  onnx: OnnxGraph,
  x: string,
  window: Window2d,
): { readonly images: string; readonly border: Padding2d; readonly padding: Padding2d } {
  const { padding } = window;
  if (!needsBorder(window)) return { images: x, border: none, padding };
  const [top, bottom, left, right] = padding;
  const pads = onnx.ints([0, 0, top, left, 0, 0, bottom, right]);
  return { images: onnx.node('Pad', [x, pads, onnx.scalar(lowest)]), border: padding, padding: none };
}

/** Sizes of convolution and pooling windows. */
import { formatShape, ShapeError } from '../shape.ts';

export type Size2d = readonly [height: number, width: number];
export type Padding2d = readonly [top: number, bottom: number, left: number, right: number];

/** A window that slides over height and width. */
export interface Window2d {
  readonly size: Size2d;
  readonly stride: Size2d;
  readonly padding: Padding2d;
  readonly dilation: Size2d;
}

/** floor((W − dilated size + padding) / stride) + 1 along each axis. Throws where the window does not fit. */
export function windowOutput(op: string, input: Size2d, { size, stride, padding, dilation }: Window2d): Size2d {
  const [top, bottom, left, right] = padding;
  const along = (axis: 0 | 1, padded: number): number => {
    const dilated = dilation[axis] * (size[axis] - 1) + 1;
    if (dilated > padded) {
      throw new ShapeError(
        `${op}: a window of ${dilated} does not fit the ${axis === 0 ? 'height' : 'width'} of ${padded} ` +
          `(input ${formatShape(input)}, padding ${formatShape(padding)})`,
      );
    }
    return Math.floor((padded - dilated) / stride[axis]) + 1;
  };
  return [along(0, input[0] + top + bottom), along(1, input[1] + left + right)];
}

/** ONNX's order: begins, then ends. */
export const onnxPads = ([top, bottom, left, right]: Padding2d): number[] => [top, left, bottom, right];

/**
 * Padded pixels that no window reaches: stride leaves up to stride − 1 of them at the end. A transposed
 * convolution has to add them to give back the input's size.
 */
export function unreached(input: Size2d, output: Size2d, { size, stride, padding, dilation }: Window2d): Size2d {
  const [top, bottom, left, right] = padding;
  const along = (axis: 0 | 1, padded: number): number =>
    padded - (stride[axis] * (output[axis] - 1) + dilation[axis] * (size[axis] - 1) + 1);
  return [along(0, input[0] + top + bottom), along(1, input[1] + left + right)];
}

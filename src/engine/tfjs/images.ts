/** Convolution and pooling of images `[N, C, H, W]` in TensorFlow.js, with all our options. */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Conv2dAttributes } from '../../tensor/ops/signatures.ts';
import type { Padding2d, Size2d, Window2d } from '../../tensor/ops/window.ts';

export type Tf = typeof TensorFlow;
export type Tensor = TensorFlow.Tensor;

const toChannelsLast = (tf: Tf, x: Tensor): TensorFlow.Tensor4D =>
  tf.transpose(x, [0, 2, 3, 1]).as4D(...four(x, [0, 2, 3, 1]));
const toChannelsFirst = (tf: Tf, x: Tensor): Tensor => tf.transpose(x, [0, 3, 1, 2]);

/** Sizes of four axes in the given order. */
function four(
  { shape }: Tensor,
  [a, b, c, d]: readonly [number, number, number, number],
): [number, number, number, number] {
  return [shape[a] ?? 1, shape[b] ?? 1, shape[c] ?? 1, shape[d] ?? 1];
}

export function convolve(
  tf: Tf,
  x: Tensor,
  kernel: Tensor,
  { stride, padding, dilation, groups }: Conv2dAttributes,
): Tensor {
  const images = toChannelsLast(tf, padImage(tf, x, padding, 0));
  const dilated = dilate(tf, kernel, dilation);
  const filters = tf.transpose(dilated, [2, 3, 1, 0]).as4D(...four(dilated, [2, 3, 1, 0]));
  const [down, across] = stride;
  const apply = (part: TensorFlow.Tensor4D, filter: TensorFlow.Tensor4D) =>
    tf.conv2d(part, filter, [down, across], 'valid');
  // Its gradient of a split into one part fails.
  if (groups === 1) return toChannelsFirst(tf, apply(images, filters));
  const filterParts = tf.split<TensorFlow.Tensor4D>(filters, groups, 3);
  const outputs = tf.split<TensorFlow.Tensor4D>(images, groups, 3).flatMap((part, group) => {
    const filter = filterParts[group];
    return filter === undefined ? [] : [apply(part, filter)];
  });
  return toChannelsFirst(tf, tf.concat(outputs, 3));
}

export function avgPool(tf: Tf, x: Tensor, { size, stride, padding }: Omit<Window2d, 'dilation'>): Tensor {
  const images = toChannelsLast(tf, padImage(tf, x, padding, 0));
  return toChannelsFirst(tf, tf.avgPool(images, [size[0], size[1]], [stride[0], stride[1]], 'valid'));
}

/**
 * Max pooling as the maximum over shifted images, one for each offset in the window; on ties the first gets the
 * gradient.
 */
export function maxPool(tf: Tf, x: Tensor, { size, stride, padding, dilation }: Window2d): Tensor {
  const padded = padImage(tf, x, padding, Number.NEGATIVE_INFINITY);
  const [, , height = 1, width = 1] = padded.shape;
  const shifted: Tensor[] = [];
  for (let i = 0; i < size[0]; i += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      const [top, left] = [i * dilation[0], j * dilation[1]];
      const bottom = height - dilation[0] * (size[0] - 1) + top;
      const right = width - dilation[1] * (size[1] - 1) + left;
      shifted.push(takeEvery(tf, takeEvery(tf, padded, 2, top, bottom, stride[0]), 3, left, right, stride[1]));
    }
  }
  return shifted.reduce((largest, next) => tf.maximum(largest, next));
}

/** Positions start, start + step … below end along an axis; `stridedSlice` has no gradient. */
const takeEvery = (tf: Tf, x: Tensor, axis: number, start: number, end: number, step: number): Tensor =>
  tf.gather(x, tf.range(start, end, step, 'int32'), axis);

function padImage(tf: Tf, x: Tensor, [top, bottom, left, right]: Padding2d, value: number): Tensor {
  const amounts: [number, number][] = [
    [0, 0],
    [0, 0],
    [top, bottom],
    [left, right],
  ];
  return tf.pad(x, amounts, value);
}

/** Zeros between the kernel's values: TensorFlow.js refuses stride with dilation, and gradients of dilation. */
function dilate(tf: Tf, kernel: Tensor, [down, across]: Size2d): Tensor {
  const [o, c, height, width] = four(kernel, [0, 1, 2, 3]);
  if (down === 1 && across === 1) return kernel;
  const spread = tf.pad(tf.reshape(kernel, [o * c, height, 1, width, 1]), [
    [0, 0],
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
  ]);
  const whole = tf.reshape(spread, [o, c, height * down, width * across]);
  return tf.slice(whole, [0, 0, 0, 0], [o, c, down * (height - 1) + 1, across * (width - 1) + 1]);
}

/**
 * Every op in terms of TensorFlow.js. Images are transposed to channels-last and padding is made explicit, which all of
 * its backends support. Our gradient ops are TensorFlow.js's own gradients of its forward ops, so running a program
 * here checks ours independently.
 */
import type { DType } from '../../tensor/dtype.ts';
import type { AppliedOp, OpName } from '../../tensor/program.ts';
import { dimension, type Shape } from '../../tensor/shape.ts';
import { avgPool, convolve, maxPool, type Tensor, type Tf } from './images.ts';

/** Computes one op from the tensors of its inputs, in order. */
type Kernel<K extends OpName> = (tf: Tf, inputs: readonly Tensor[], call: AppliedOp<K>, shape: Shape) => Tensor;

export const tfjsTypes = {
  float32: 'float32',
  int32: 'int32',
  uint8: 'int32',
  bool: 'bool',
} as const satisfies Record<DType, string>;

const unary =
  (op: (tf: Tf, x: Tensor) => Tensor) =>
  (tf: Tf, inputs: readonly Tensor[]): Tensor =>
    op(tf, at(inputs, 0));
const binary =
  (op: (tf: Tf, a: Tensor, b: Tensor) => Tensor) =>
  (tf: Tf, inputs: readonly Tensor[]): Tensor =>
    op(tf, at(inputs, 0), at(inputs, 1));

const kernels: { readonly [K in OpName]: Kernel<K> } = {
  add: binary((tf, a, b) => tf.add(a, b)),
  argmax: (tf, inputs, { attributes }) => tf.argMax(at(inputs, 0), attributes.axis),
  avgPool2d: (tf, inputs, { attributes }) => avgPool(tf, at(inputs, 0), attributes),
  avgPool2dGradient: (tf, inputs, { attributes: { inputSize: _, ...window } }, shape) =>
    gradient(tf, (x) => avgPool(tf, x, window), tf.zeros([...shape]), at(inputs, 0)),
  batchNorm2d(tf, inputs, { attributes }) {
    const { mean, variance } = tf.moments(at(inputs, 0), [0, 2, 3], true);
    const perChannel = (index: number) => tf.reshape(at(inputs, index), [1, -1, 1, 1]);
    const deviation = tf.sqrt(tf.add(variance, attributes.epsilon));
    return tf.add(tf.mul(tf.div(tf.sub(at(inputs, 0), mean), deviation), perChannel(1)), perChannel(2));
  },
  broadcastTo: (tf, inputs, { attributes }) => tf.broadcastTo(at(inputs, 0), [...attributes.shape]),
  cast: (tf, inputs, { attributes }) => tf.cast(at(inputs, 0), tfjsTypes[attributes.dtype]),
  concat: (tf, inputs, { attributes }) => tf.concat([...inputs], attributes.axis),
  conv2d(tf, inputs, { attributes }) {
    const convolved = convolve(tf, at(inputs, 0), at(inputs, 1), attributes);
    const bias = inputs[2];
    return bias === undefined ? convolved : tf.add(convolved, tf.reshape(bias, [1, -1, 1, 1]));
  },
  conv2dInputGradient: (tf, inputs, { attributes }, shape) =>
    gradient(tf, (x) => convolve(tf, x, at(inputs, 1), attributes), tf.zeros([...shape]), at(inputs, 0)),
  conv2dKernelGradient: (tf, inputs, { attributes }, shape) =>
    gradient(tf, (kernel) => convolve(tf, at(inputs, 0), kernel, attributes), tf.zeros([...shape]), at(inputs, 1)),
  crossEntropy: binary((tf, logits, labels) => {
    const chosen = tf.oneHot(labels, dimension(logits.shape, 1));
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits, 1), chosen), 1)));
  }),
  divide: binary((tf, a, b) => tf.div(a, b)),
  equal: binary((tf, a, b) => tf.equal(a, b)),
  erf: unary((tf, x) => tf.erf(x)),
  exp: unary((tf, x) => tf.exp(x)),
  greater: binary((tf, a, b) => tf.greater(a, b)),
  linear: (tf, inputs) => tf.add(tf.matMul(at(inputs, 0), at(inputs, 1), false, true), at(inputs, 2)),
  log: unary((tf, x) => tf.log(x)),
  logSoftmax: (tf, inputs, { attributes: { axis } }) =>
    alongLast(tf, at(inputs, 0), axis, (x) => tf.logSoftmax(x, x.rank - 1)),
  matmul: (tf, inputs, { attributes: { transposeA, transposeB } }) =>
    tf.matMul(at(inputs, 0), at(inputs, 1), transposeA, transposeB),
  max: (tf, inputs, { attributes: { axes, keepDimensions } }) => tf.max(at(inputs, 0), [...axes], keepDimensions),
  maximum: binary((tf, a, b) => tf.maximum(a, b)),
  maxPool2d: (tf, inputs, { attributes }) => maxPool(tf, at(inputs, 0), attributes),
  maxPool2dGradient: (tf, inputs, { attributes }) =>
    gradient(tf, (x) => maxPool(tf, x, attributes), at(inputs, 0), at(inputs, 1)),
  mean: (tf, inputs, { attributes: { axes, keepDimensions } }) => tf.mean(at(inputs, 0), [...axes], keepDimensions),
  minimum: binary((tf, a, b) => tf.minimum(a, b)),
  multiply: binary((tf, a, b) => tf.mul(a, b)),
  negate: unary((tf, x) => tf.neg(x)),
  pad: (tf, inputs, { attributes: { before, after } }) =>
    tf.pad(
      at(inputs, 0),
      before.map((amount, axis): [number, number] => [amount, dimension(after, axis)]),
    ),
  relu: unary((tf, x) => tf.relu(x)),
  reshape: (tf, inputs, { attributes }) => tf.reshape(at(inputs, 0), [...attributes.shape]),
  sigmoid: unary((tf, x) => tf.sigmoid(x)),
  slice: (tf, inputs, { attributes: { start, size } }) => tf.slice(at(inputs, 0), [...start], [...size]),
  softmax: (tf, inputs, { attributes: { axis } }) =>
    alongLast(tf, at(inputs, 0), axis, (x) => tf.softmax(x, x.rank - 1)),
  sqrt: unary((tf, x) => tf.sqrt(x)),
  subtract: binary((tf, a, b) => tf.sub(a, b)),
  sum: (tf, inputs, { attributes: { axes, keepDimensions } }) => tf.sum(at(inputs, 0), [...axes], keepDimensions),
  tanh: unary((tf, x) => tf.tanh(x)),
  transpose: (tf, inputs, { attributes }) => tf.transpose(at(inputs, 0), [...attributes.permutation]),
  where: (tf, inputs, _call, shape) =>
    // TensorFlow.js does not broadcast the condition.
    tf.where(
      tf.cast(tf.broadcastTo(tf.cast(at(inputs, 0), 'int32'), [...shape]), 'bool'),
      at(inputs, 1),
      at(inputs, 2),
    ),
};

/** Runs one op. */
export const runKernel = <K extends OpName>(
  tf: Tf,
  call: AppliedOp<K>,
  inputs: readonly Tensor[],
  shape: Shape,
): Tensor => kernels[call.op](tf, inputs, call, shape);

function at(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new RangeError(`input ${index} of ${tensors.length} does not exist`);
  return tensor;
}

/** The gradient with respect to x of an op with result y, from dy, the gradient with respect to y. */
const gradient = (tf: Tf, op: (x: Tensor) => Tensor, x: Tensor, dy: Tensor): Tensor => tf.grad(op)(x, dy);

/** `softmax` and its like work along the last axis only. */
function alongLast(tf: Tf, x: Tensor, axis: number, op: (x: Tensor) => Tensor): Tensor {
  const axes = [...x.shape.keys()];
  const swapped = axes.with(axis, x.rank - 1).with(x.rank - 1, axis);
  return tf.transpose(op(tf.transpose(x, swapped)), swapped);
}

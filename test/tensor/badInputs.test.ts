import assert from 'node:assert/strict';
import type { DType } from '../../src/tensor/dtype.ts';
import * as ops from '../../src/tensor/ops/index.ts';
import type { OpName, Value } from '../../src/tensor/program.ts';
import type { Shape } from '../../src/tensor/shape.ts';
import { constant, input } from '../../src/tensor/values.ts';

const of = (...shape: number[]): Value => input(shape);
const typed = (dtype: DType, ...shape: number[]): Value => input(shape, dtype);
const labels = (...shape: number[]): Value => typed('int32', ...shape);

type Bad = readonly [make: () => Value, message: RegExp];

/** Of an elementwise op: another type, and where it takes two, shapes that do not broadcast. */
const unary = (op: (x: Value) => Value): Bad[] => [[() => op(labels(2)), /needs float32 values, not int32/]];
const binary = (op: (a: Value, b: Value) => Value): Bad[] => [
  [() => op(of(2, 3), of(2, 4)), /\[2, 3\] and \[2, 4\] do not broadcast: 3 ≠ 4/],
  [() => op(of(2), labels(2)), /needs float32 values, not int32/],
];
const reduction = (op: (x: Value, axes: readonly number[]) => Value): Bad[] => [
  [() => op(of(2, 3), [2]), /axis 2 does not exist in 2 dimensions/],
  [() => op(of(2, 3), [0, 0]), /axis 0 is given twice/],
  ...unary((x) => op(x, [0])),
];
const overLast = (op: (x: Value, axis: number) => Value): Bad[] => [
  [() => op(of(2, 3), 2), /axis 2 does not exist in 2 dimensions/],
  ...unary((x) => op(x, 0)),
];
const window = { size: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0], dilation: [1, 1] } as const;
const size = (height: number, width: number) => [height, width] as const;

/** What each op says of inputs that do not fit. The type asks for some for each op. */
const bad: { readonly [K in OpName]: readonly Bad[] } = {
  add: binary(ops.add),
  argmax: overLast(ops.argmax),
  avgPool2d: [
    [
      () => ops.avgPool2d(of(1, 2, 4, 4), [5, 2]),
      /window of 5 does not fit the height of 4 .*input \[4, 4\], padding \[0, 0, 0, 0\]/,
    ],
    [() => ops.avgPool2d(of(2, 4, 4), [2, 2]), /needs 4 dimensions, not \[2, 4, 4\]/],
  ],
  avgPool2dGradient: [
    [
      () => ops.avgPool2dGradient(of(1, 2, 3, 3), { ...window, inputSize: [4, 4] }),
      /\[4, 4\] gives \[2, 2\], not \[3, 3\]/,
    ],
  ],
  batchNorm2d: [
    [() => ops.batchNorm2d(of(2, 3, 4, 4), of(3), of(4), 1e-5), /of 3 channels are \[3\], not \[4\]/],
    [() => ops.batchNorm2d(of(2, 3), of(3), of(3), 1e-5), /needs 4 dimensions, not \[2, 3\]/],
  ],
  broadcastTo: [
    [() => ops.broadcastTo(of(2, 3), [2, 4]), /\[2, 3\] and \[2, 4\] do not broadcast/],
    [() => ops.broadcastTo(of(2, 3), [1, 3]), /\[2, 3\] cannot be repeated to \[1, 3\]/],
  ],
  cast: [[() => ops.cast(input([0]), 'int32'), /the result would be \[0\]/]],
  concat: [
    [() => ops.concat([of(2, 3), of(3, 3)], 1), /\[2, 3\] and \[3, 3\] differ elsewhere than along axis 1/],
    [() => ops.concat([of(2), labels(2)], 0), /needs float32 values, not int32/],
    [() => ops.concat([], 0), /at least one/],
  ],
  conv2d: [
    [() => ops.conv2d(of(1, 3, 8, 8), of(4, 2, 3, 3), null), /\[4, 2, 3, 3\] takes 2 channels .* \[1, 3, 8, 8\] has 3/],
    [() => ops.conv2d(of(1, 3, 4, 8), of(4, 3, 5, 5), null), /window of 5 does not fit the height of 4/],
    [
      () => ops.conv2d(of(1, 3, 9, 4), of(4, 3, 3, 3), null, { dilation: [1, 2] }),
      /window of 5 does not fit the width of 4/,
    ],
    [() => ops.conv2d(of(1, 3, 8, 8), of(4, 3, 3, 3), of(5)), /bias of 4 channels has shape \[5\]/],
    [
      () => ops.conv2d(of(1, 4, 8, 8), of(3, 2, 3, 3), null, { groups: 2 }),
      /4 input and 3 output channels do not divide into 2 groups/,
    ],
    [() => ops.conv2d(of(3, 8, 8), of(4, 3, 3, 3), null), /input needs 4 dimensions, not \[3, 8, 8\]/],
  ],
  conv2dInputGradient: [
    [
      () => ops.conv2dInputGradient(of(1, 4, 3, 3), of(4, 3, 3, 3), { inputSize: size(6, 6) }),
      /\[6, 6\] gives \[4, 4\], not \[3, 3\]/,
    ],
    [
      () => ops.conv2dInputGradient(of(1, 5, 4, 4), of(4, 3, 3, 3), { inputSize: size(6, 6) }),
      /has 5 channels for 4 kernels/,
    ],
  ],
  conv2dKernelGradient: [
    [
      () => ops.conv2dKernelGradient(of(2, 3, 6, 6), of(1, 4, 4, 4), { kernelSize: size(3, 3) }),
      /gives 2 images of \[4, 4\], not \[1, 4, 4, 4\]/,
    ],
    [
      () => ops.conv2dKernelGradient(of(2, 3, 6, 6), of(2, 4, 4, 4), { kernelSize: size(3, 3), groups: 2 }),
      /3 and 4 channels do not divide into 2 groups/,
    ],
  ],
  crossEntropy: [
    [() => ops.crossEntropy(of(4, 10), labels(3)), /logits \[4, 10\] need 4 labels, not \[3\]/],
    [() => ops.crossEntropy(of(4, 10), of(4)), /needs int32 values, not float32/],
    [() => ops.crossEntropy(of(4, 10, 1), labels(4)), /logits needs 2 dimensions, not \[4, 10, 1\]/],
  ],
  divide: binary(ops.divide),
  equal: [
    [() => ops.equal(of(2), labels(2)), /needs float32 values, not int32/],
    [() => ops.equal(of(2), of(3)), /do not broadcast: 2 ≠ 3/],
  ],
  erf: unary(ops.erf),
  exp: unary(ops.exp),
  greater: binary(ops.greater),
  linear: [
    [() => ops.linear(of(2, 5), of(3, 4), of(3)), /\[3, 4\] takes 4 features, but the input \[2, 5\] has 5/],
    [() => ops.linear(of(2, 4), of(3, 4), of(4)), /bias of 3 outputs has shape \[4\]/],
    [() => ops.linear(of(2, 4, 1), of(3, 4), of(3)), /input needs 2 dimensions, not \[2, 4, 1\]/],
  ],
  log: unary(ops.log),
  logSoftmax: overLast(ops.logSoftmax),
  matmul: [
    [() => ops.matmul(of(2, 3), of(4, 5)), /\[2, 3\] and \[4, 5\] differ: 3 ≠ 4/],
    [() => ops.matmul(of(2, 3), of(4, 3), { transposeA: true }), /\[2, 3\]ᵀ and \[4, 3\] differ: 2 ≠ 4/],
    [() => ops.matmul(of(2), of(2, 3)), /needs matrices, not \[2\] and \[2, 3\]/],
  ],
  max: reduction(ops.max),
  maximum: binary(ops.maximum),
  maxPool2d: [[() => ops.maxPool2d(of(1, 2, 4, 4), [2, 5]), /window of 5 does not fit the width of 4/]],
  maxPool2dGradient: [
    [
      () => ops.maxPool2dGradient(of(1, 2, 4, 4), of(1, 2, 3, 2), window),
      /gradient is \[1, 2, 3, 2\], not \[1, 2, 2, 2\]/,
    ],
  ],
  mean: reduction(ops.mean),
  minimum: binary(ops.minimum),
  multiply: binary(ops.multiply),
  negate: unary(ops.negate),
  pad: [[() => ops.pad(of(2, 3), [1], [1, 1]), /cannot pad \[2, 3\] by \[1\] and \[1, 1\]/]],
  relu: unary(ops.relu),
  reshape: [[() => ops.reshape(of(2, 3), [4, 2]), /the 6 values of \[2, 3\] do not fill \[4, 2\] \(8\)/]],
  sigmoid: unary(ops.sigmoid),
  slice: [[() => ops.slice(of(4, 5), [3, 0], [2, 5]), /\[2, 5\] from \[3, 0\] does not lie inside \[4, 5\]/]],
  softmax: overLast(ops.softmax),
  sqrt: unary(ops.sqrt),
  subtract: binary(ops.subtract),
  sum: reduction(ops.sum),
  tanh: unary(ops.tanh),
  transpose: [
    [() => ops.transpose(of(2, 3), [0]), /1 axes are given for the shape \[2, 3\]/],
    [() => ops.transpose(of(2, 3), [1, 1]), /axis 1 is given twice/],
  ],
  where: [
    [() => ops.where(of(2), of(2), of(2)), /needs bool values, not float32/],
    [() => ops.where(ops.greater(of(2), 0), of(3), of(2)), /\[3\] and \[2\] do not broadcast/],
  ],
};

describe('tensor ops refuse, naming the numbers', () => {
  for (const [op, cases] of Object.entries(bad)) {
    it(op, () => {
      for (const [make, message] of cases)
        assert.throws(make, (error: Error) => message.test(error.message) && error.message.startsWith(op));
    });
  }

  it('constants that do not fill their shape', () => {
    const shape: Shape = [2, 2];
    assert.throws(() => constant(Float32Array.of(1, 2, 3), shape), /3 values do not fill the shape \[2, 2\]/);
  });
});

/** The cases of pytorchCases.json as models, for whoever compares with PyTorch. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as cnn from '../../src/cnn/index.ts';
import type { Shape } from '../../src/model/spec.ts';
import { sizeOf } from '../../src/tensor/shape.ts';

/** What pytorchCases.py writes. */
export interface PytorchCase {
  readonly kind: string;
  readonly args: readonly unknown[];
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: number;
  readonly values: readonly number[];
  /** By the input and by every parameter. */
  readonly gradients: readonly (readonly number[])[];
  readonly training?: boolean;
  /** Buffers after a step of training. */
  readonly updated?: Readonly<Record<string, readonly number[]>>;
}

const { add, avgPool2d, concat, conv2d, dense, dropout, elu, flatten, gelu, hardswish, leakyRelu, logSoftmax } = cnn;
const { adaptiveAvgPool2d, batchNorm2d, convTranspose2d, globalAvgPool2d, globalMaxPool2d, groupNorm, layerNorm } = cnn;
const { localResponseNorm, radialBasis, relu6, reshape, selectChannels, upsample2d, zeroPad2d } = cnn;
const { maxPool2d, model, multiply, relu, sequential, sigmoid, silu, softmax, tanh } = cnn;
const builders: Readonly<Record<string, (...args: never[]) => cnn.Layer>> = {
  ...{ avgPool2d, conv2d, dense, dropout, elu, flatten, gelu, hardswish, leakyRelu, logSoftmax },
  ...{ adaptiveAvgPool2d, batchNorm2d, convTranspose2d, globalAvgPool2d, globalMaxPool2d, groupNorm, layerNorm },
  ...{ localResponseNorm, radialBasis, relu6, reshape, selectChannels, upsample2d, zeroPad2d },
  ...{ maxPool2d, relu, sigmoid, silu, softmax, tanh },
};

const same3 = () => conv2d(3, 3, { padding: 1 });

/** Layers that work together; the same in pytorchCases.py. */
const graphs: Readonly<Record<string, (x: cnn.Tensor) => cnn.Tensor>> = {
  residual: (x) => relu()(add(x, sequential([same3(), relu(), same3()])(x))),
  sumOfThree: (x) => add(maxPool2d([5, 4])(x), x, tanh()(x)),
  gate: (x) => multiply(x, sequential([avgPool2d([5, 4]), conv2d(3, 1), sigmoid()])(x)),
  inception: (x) => concat(conv2d(2, 1)(x), same3()(x), x),
  normalisedConvolution: (x) => relu()(batchNorm2d()(same3()(x))),
  ceiling: (x) => relu6()(add(x, x, x, x, x, x, x, x)),
  joinedVectors: (x) => concat(x, dense(3)(x)),
};

const file = path.join(import.meta.dirname, 'pytorchCases.json');
export const {
  cases,
  poolingSizes,
}: { cases: PytorchCase[]; poolingSizes: [number, number, number, number, number, boolean, number][] } = JSON.parse(
  readFileSync(file, 'utf8'),
);

/** sin(0.7·i + phase), in row-major order. */
export const wave = (shape: Shape, phase: number) =>
  Float64Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(0.7 * index + phase));

/** A model of one layer or one graph; a vector comes from a flattened 1×1 image. */
export function single({
  kind,
  args,
  input: [channels = 1, height = 1, width = 1, ...rest],
  input,
}: Pick<PytorchCase, 'kind' | 'args' | 'input'>): unknown {
  assert.equal(rest.length, 0);
  const image = cnn.input([channels, height, width]);
  const x = input.length === 1 ? flatten()(image) : image;
  const apply = graphs[kind] ?? Reflect.apply(builders[kind] ?? (() => assert.fail()), undefined, args);
  return model({ inputs: image, outputs: apply(x) });
}

/** Differences relative to the largest value, or to 0.1: the gradient of a bias before a normalisation is zero. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: number of values`);
  const scale = Math.max(0.1, ...expected.map(Math.abs));
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(actual[index]! - value) / scale;
    assert.ok(error <= tolerance, `${what}: value ${index} is ${actual[index]}, not ${value}`);
  }
}

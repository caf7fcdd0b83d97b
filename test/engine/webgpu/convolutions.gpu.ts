/**
 * Convolutions on the GPU by classes of channels, since its kernels work on 1, 2, 3 or 4 of them at a time:
 * forward and by the input, against the CPU. What is known to be wrong there is named in
 * src/tensor/onnx/convolution.ts.
 */
import assert from 'node:assert/strict';
import type { Engine } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import * as ops from '../../../src/tensor/ops/index.ts';
import type { Value } from '../../../src/tensor/program.ts';
import { type Shape, sizeOf } from '../../../src/tensor/shape.ts';
import { input } from '../../../src/tensor/values.ts';
import { assertClose, runOn, spread } from '../../tensor/opPrograms.ts';

interface ConvolutionClass {
  readonly channels: number;
  readonly kernels: number;
  readonly size: number;
  readonly stride: number;
  readonly groups: number;
}

const [height, width] = [6, 5];

/** y and dx of one convolution, of numbers by the place among all. */
function programOf({ channels, kernels, size, stride, groups }: ConvolutionClass, seed: number) {
  const given = new Map<Value, Float64Array>();
  const numbers = (shape: Shape) => {
    const value = input(shape);
    const data = Float64Array.from({ length: sizeOf(shape) }, (_, index) =>
      Math.fround(spread(seed)(index + given.size)),
    );
    given.set(value, data);
    return value;
  };
  const pad = Math.floor(size / 2);
  const options = { stride: [stride, stride], padding: [pad, pad, pad, pad], groups } as const;
  const kernel = numbers([kernels, channels / groups, size, size]);
  const y = ops.conv2d(numbers([2, channels, height, width]), kernel, numbers([kernels]), options);
  const dx = ops.conv2dInputGradient(numbers(y.shape), kernel, { ...options, inputSize: [height, width] });
  return { given, asked: [y, dx] };
}

const all = <T, U>(items: readonly T[], make: (item: T) => readonly U[]): U[] => items.flatMap(make);

const dense = [1, 3, 5].map((size) => ({
  title: `${size}×${size}, one group`,
  classes: all([1, 2, 3, 4, 5, 6, 8, 9, 12, 15, 18, 21, 24], (channels) =>
    all([1, 3, 4, 6, 8, 16], (kernels) =>
      (size === 3 ? [1, 2] : [1]).map((stride) => ({ channels, kernels, size, stride, groups: 1 })),
    ),
  ),
}));
const grouped = [2, 3, 4, 6].map((groups) => ({
  title: `3×3, ${groups} groups`,
  classes: all([1, 2, 3, 4, 6], (channels) =>
    all([1, 2, 3, 4, 5, 6, 7, 8, 12], (kernels) =>
      [1, 2].map((stride) => ({
        channels: channels * groups,
        kernels: kernels * groups,
        size: 3,
        stride,
        groups,
      })),
    ),
  ),
}));

describe('convolutions on webgpu', () => {
  let gpu: Engine;
  let cpu: Engine;

  before(async () => {
    gpu = await createOnnxRuntimeEngine({ provider: 'webgpu', threads: 1 });
    cpu = await createOnnxRuntimeEngine({ threads: 1 });
  });
  after(async () => {
    await gpu.dispose();
    await cpu.dispose();
  });

  for (const { title, classes } of [...dense, ...grouped]) {
    it(`${title}: ${classes.length} classes of channels and strides`, async () => {
      const programs = classes.map((each, index) => programOf(each, index + 1));
      const given = new Map(programs.flatMap(({ given }) => [...given]));
      const asked = programs.flatMap(({ asked }) => asked);
      const [actual, expected] = [await runOn(gpu, asked, given), await runOn(cpu, asked, given)];
      assert.equal(actual.length, 2 * classes.length);
      for (const [index, numbers] of expected.entries()) {
        const { channels, kernels, stride } = classes[Math.floor(index / 2)]!;
        const what = `${channels} → ${kernels}, stride ${stride}, ${index % 2 === 0 ? 'forward' : 'by the input'}`;
        assertClose(actual[index]!, numbers, 1e-5, what);
      }
    });
  }
});

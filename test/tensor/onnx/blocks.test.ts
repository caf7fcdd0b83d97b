/** Whole pieces of networks in channel blocks, where layers are joined with each other, against the reference. */
import assert from 'node:assert/strict';
import type { Engine, TensorData } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import { gradients } from '../../../src/tensor/differentiate.ts';
import { batchStatistics } from '../../../src/tensor/functions/batchStatistics.ts';
import { scaleChannels } from '../../../src/tensor/functions/normalise.ts';
import { OnnxGraph } from '../../../src/tensor/onnx/graph.ts';
import { prune } from '../../../src/tensor/onnx/prune.ts';
import { programToOnnx } from '../../../src/tensor/onnx.ts';
import * as ops from '../../../src/tensor/ops/index.ts';
import type { Program, Value } from '../../../src/tensor/program.ts';
import { type Shape, sizeOf } from '../../../src/tensor/shape.ts';
import { input } from '../../../src/tensor/values.ts';
import { evaluate, type Numbers } from '../../support/reference.ts';

const padded = { padding: [1, 1, 1, 1] } as const;
const images: Shape = [2, 16, 5, 4];
const kernel: Shape = [16, 16, 3, 3];

/** Each takes its inputs, the first of them images, and gives what is compared. */
const pieces: Readonly<Record<string, { readonly inputs: readonly Shape[]; build(...inputs: Value[]): Value[] }>> = {
  'convolution and ReLU': {
    inputs: [images, kernel, [16]],
    build: (x, k, b) => [ops.relu(ops.conv2d(x!, k!, b!, padded))],
  },
  'convolution, its result used twice': {
    inputs: [images, kernel],
    build(x, k) {
      const y = ops.conv2d(x!, k!, null, padded);
      return [ops.relu(y), y];
    },
  },
  'convolution, normalisation, ReLU': {
    inputs: [images, kernel, [16], [16]],
    build: (x, k, w, b) => [ops.relu(ops.batchNorm2d(ops.conv2d(x!, k!, null, padded), w!, b!, 1e-5))],
  },
  'a residual block': {
    inputs: [images, kernel, [16], [16], kernel],
    build(x, k, w, b, k2) {
      const inner = ops.relu(ops.batchNorm2d(ops.conv2d(x!, k!, null, padded), w!, b!, 1e-5));
      return [ops.relu(ops.add(ops.batchNorm2d(ops.conv2d(inner, k2!, null, padded), w!, b!, 1e-5), x!))];
    },
  },
  'a residual block around what a convolution gave': {
    inputs: [images, kernel, [16], [16], kernel],
    build(x, k, w, b, k2) {
      const outer = ops.relu(ops.conv2d(x!, k!, b!, padded));
      return [ops.relu(ops.add(outer, ops.batchNorm2d(ops.conv2d(outer, k2!, null, padded), w!, b!, 1e-5)))];
    },
  },
  'a sum of two convolutions': {
    inputs: [images, kernel, kernel, [16], [16]],
    build: (x, k, k2, b, b2) => [ops.add(ops.conv2d(x!, k!, b!, padded), ops.conv2d(x!, k2!, b2!, padded))],
  },
  'a convolution added to itself': {
    inputs: [images, kernel],
    build(x, k) {
      const y = ops.conv2d(x!, k!, null, padded);
      return [ops.add(y, y)];
    },
  },
  'shifts and scales one after another': {
    inputs: [images, kernel, [16], [16]],
    build(x, k, w, b) {
      const y = ops.conv2d(x!, k!, null, padded);
      const [scale, shift] = [ops.reshape(w!, [1, 16, 1, 1]), ops.reshape(b!, [1, 16, 1, 1])];
      return [ops.subtract(ops.add(ops.add(ops.multiply(y, scale), shift), shift), scale), ops.subtract(shift, y)];
    },
  },
  'scales of an evaluation': {
    inputs: [images, kernel, [16], [16]],
    build: (x, k, w, b) => [ops.relu(scaleChannels(ops.conv2d(x!, k!, null, padded), w!, b!))],
  },
  'statistics of channels': {
    inputs: [images, kernel],
    build(x, k) {
      const { mean, variance } = batchStatistics(ops.conv2d(x!, k!, null, padded));
      return [mean, variance];
    },
  },
  'sums over one axis and over all': {
    inputs: [images, kernel],
    build(x, k) {
      const y = ops.conv2d(x!, k!, null, padded);
      return [
        ops.sum(y, [2]),
        ops.sum(ops.multiply(y, y)),
        ops.sum(ops.multiply(y, y), [0, 2, 3]),
        ops.mean(y, [0, 2, 3]),
      ];
    },
  },
  'images that meet broadcast ones': {
    inputs: [images, kernel, [2, 16, 1, 1], [5, 4]],
    build(x, k, gate, plane) {
      const y = ops.conv2d(x!, k!, null, padded);
      return [ops.multiply(ops.tanh(y), gate!), ops.add(y, plane!), ops.multiply(y, 0.5)];
    },
  },
  'two convolutions, the second with a stride': {
    inputs: [
      [2, 3, 9, 10],
      [16, 3, 3, 3],
      [8, 16, 3, 3],
    ],
    build: (x, k, k2) => [
      ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null)), k2!, null, { stride: [2, 2], padding: [1, 0, 0, 1] }),
    ],
  },
  ...Object.fromEntries(
    (
      [
        ['of a residual network', [3, 3], [2, 2], [1, 1, 1, 1]],
        ['with a window of its own stride', [2, 2], [2, 2], [0, 0, 0, 0]],
        ['along one axis', [5, 3], [1, 3], [2, 2, 1, 1]],
        ['beyond the window', [2, 3], [4, 3], [1, 1, 0, 0]],
        ['with uneven padding', [4, 5], [2, 4], [3, 0, 1, 2]],
        ['with a border wider than the window', [1, 2], [2, 2], [2, 2, 2, 0]],
      ] as const
    ).map(([how, size, stride, padding]) => [
      `two convolutions, the second with a stride that divides the image, ${how}`,
      {
        inputs: [
          [2, 3, 8, 12],
          [16, 3, 3, 3],
          [32, 16, ...size],
        ],
        build: (x?: Value, k?: Value, k2?: Value) => [
          ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null, padded)), k2!, null, { stride, padding }),
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        ['of a residual network', [3, 3], [1, 1, 1, 1]],
        ['uneven', [2, 4], [0, 1, 2, 0]],
        ['wider than four', [3, 5], [1, 1, 2, 2]],
        ['narrower than its border', [1, 2], [0, 0, 2, 1]],
      ] as const
    ).map(([how, size, padding]) => [
      `two convolutions, the second of one block of kernels on whole rows in blocks, ${how}`,
      {
        inputs: [
          [2, 3, 4, 16],
          [16, 3, 3, 3],
          [16, 16, ...size],
        ],
        build: (x?: Value, k?: Value, k2?: Value) => [
          ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null, padded)), k2!, null, { padding }),
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        ['rows in blocks', [8, 32], [3, 3], [2, 2], [1, 1, 1, 1]],
        ['images in blocks', [16, 8], [3, 3], [2, 2], [1, 1, 1, 1]],
        ['a window narrower than its stride', [8, 24], [2, 1], [2, 3], [0, 0, 0, 0]],
        ['a stride along one axis', [4, 24], [3, 4], [1, 3], [1, 1, 1, 0]],
        ['a border wider than the window', [8, 8], [1, 2], [2, 2], [2, 2, 2, 0]],
      ] as const
    ).map(([how, image, size, stride, padding]) => [
      `two convolutions with normalisation, the second with a stride, phases of whole blocks, ${how}`,
      {
        inputs: [[2, 3, ...image], [16, 3, 3, 3], [32, 16, ...size], [32], [32]],
        build(x?: Value, k?: Value, k2?: Value, w?: Value, b?: Value) {
          const y = ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null, padded)), k2!, null, { stride, padding });
          return [ops.batchNorm2d(y, w!, b!, 1e-5)];
        },
      },
    ]),
  ),
  'a residual block that changes the size': {
    inputs: [
      [2, 3, 8, 16],
      [16, 3, 3, 3],
      [32, 16, 3, 3],
      [32, 16, 1, 1],
    ],
    build(x, k, k2, k3) {
      const y = ops.tanh(ops.conv2d(x!, k!, null, padded));
      return [
        ops.add(
          ops.relu(ops.conv2d(y, k2!, null, { ...padded, stride: [2, 2] })),
          ops.conv2d(y, k3!, null, { stride: [2, 2] }),
        ),
      ];
    },
  },
  'means of convolutions that leave pixels unreached': {
    inputs: [
      [2, 16, 9, 10],
      [16, 16, 3, 3],
      [16, 16, 2, 3],
    ],
    build(x, k, k2) {
      const y = ops.conv2d(x!, k!, null, padded);
      const { mean, variance } = batchStatistics(
        ops.conv2d(y, k2!, null, { stride: [4, 3], dilation: [2, 1], padding: [1, 0, 2, 0] }),
      );
      return [mean, variance];
    },
  },
  'two convolutions, the second dilated': {
    inputs: [
      [2, 3, 9, 10],
      [16, 3, 3, 3],
      [16, 16, 3, 2],
    ],
    build: (x, k, k2) => [
      ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null)), k2!, null, { dilation: [2, 3], padding: [2, 2, 1, 1] }),
    ],
  },
  'two convolutions, the second 1×1': {
    inputs: [
      [2, 3, 9, 10],
      [16, 3, 3, 3],
      [24, 16, 1, 1],
    ],
    build: (x, k, k2) => [ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null)), k2!, null)],
  },
  'two convolutions, the second from many channels of small images': {
    inputs: [
      [3, 3, 3, 3],
      [32, 3, 3, 3],
      [32, 32, 3, 3],
    ],
    build: (x, k, k2) => [ops.conv2d(ops.tanh(ops.conv2d(x!, k!, null, padded)), k2!, null, padded)],
  },
  'what takes no blocks': {
    inputs: [images, kernel],
    build(x, k) {
      const y = ops.conv2d(x!, k!, null, padded);
      return [ops.concat([y, x!], 1), ops.reshape(y, [2, 320]), ops.softmax(y, 1)];
    },
  },
  'max pooling': {
    inputs: [[2, 3, 7, 6], [16, 3, 3, 3], kernel],
    build(x, k, k2) {
      const y = ops.relu(ops.conv2d(x!, k!, null, padded));
      return [
        ops.relu(ops.conv2d(ops.maxPool2d(y, [2, 2]), k2!, null, padded)),
        ops.maxPool2d(y, [3, 3], { stride: [2, 2], padding: [1, 1, 1, 0] }),
        ops.maxPool2d(y, [2, 3], { stride: [2, 1], dilation: [3, 2] }),
        // Padding as wide as the window.
        ops.maxPool2d(y, [2, 2], { stride: [2, 1], padding: [2, 2, 1, 0], dilation: [3, 2] }),
      ];
    },
  },
};

const numbersOf = (shape: Shape, seed: number): Numbers =>
  Float64Array.from({ length: sizeOf(shape) }, (_, index) =>
    Math.fround(Math.sin((index + 1) * 12.9898 + seed * 78.233)),
  );

describe('channel blocks', () => {
  let engine: Engine;
  before(async () => {
    engine = await createOnnxRuntimeEngine({ threads: 2 });
  });

  for (const [title, { inputs, build }] of Object.entries(pieces)) {
    it(`computes ${title} and its gradients`, async () => {
      const values = inputs.map((shape) => input(shape));
      const results = build(...values);
      // A weighted sum, so that gradients differ from place to place.
      const losses = results.map((result) => ops.sum(ops.multiply(result, ops.tanh(result))));
      const loss = losses.reduce((sum, each) => ops.add(sum, each));
      const asked = [...results, ...gradients(loss, values)];
      const given = new Map(values.map((value, seed) => [value, numbersOf(value.shape, seed)]));
      const program: Program = {
        inputs: values.map((value, index) => ({ name: String(index), value })),
        state: [],
        outputs: asked.map((value, index) => ({ name: String(index), value })),
      };
      const executable = await engine.compile(program);
      const state = await engine.createState({});
      const data = values.map((value, index): [string, TensorData] => [
        String(index),
        Float32Array.from(given.get(value)!),
      ]);
      const found = await executable.run(state, Object.fromEntries(data));
      await executable.dispose();
      for (const [index, expected] of evaluate(asked, given).entries()) {
        const scale = expected.reduce((most, each) => Math.max(most, Math.abs(each)), 1);
        const worst = expected.reduce((most, each, at) => Math.max(most, Math.abs(each - found[index]![at]!)), 0);
        assert.ok(worst / scale < 5e-6, `value ${index} is off by ${worst} of ${scale}`);
      }
    });
  }

  it('are used for a network that allows it, and not without', () => {
    const values = [input(images), input(kernel)] as const;
    const program: Program = {
      inputs: values.map((value, index) => ({ name: String(index), value })),
      state: [],
      outputs: [{ name: 'y', value: ops.relu(ops.conv2d(...values, null, padded)) }],
    };
    const text = (block: number | null) =>
      Buffer.from(programToOnnx(program, { channelBlock: block })).toString('latin1');
    assert.match(text(8), /nchwc/);
    assert.match(text(16), /nchwc/);
    assert.doesNotMatch(text(null), /nchwc/);
    // 16 channels are no whole block of 32.
    assert.doesNotMatch(text(32), /ReorderInput/);
  });
});

describe('pruning', () => {
  it('keeps what results are made of, and no more', () => {
    const graph = new OnnxGraph();
    const used = graph.node('Exp', ['x']);
    graph.node('Log', [graph.node('Neg', [used])]);
    const result = graph.node('Sqrt', [used]);
    prune(graph, new Set([result]));
    assert.deepEqual(
      graph.nodes.map(({ type }) => type),
      ['Exp', 'Sqrt'],
    );
  });
});

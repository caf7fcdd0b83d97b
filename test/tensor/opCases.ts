/** Cases for every op. Its type requires some for each, so that a new op cannot be forgotten. */
import type { DType } from '../../src/tensor/dtype.ts';
import * as ops from '../../src/tensor/ops/index.ts';
import type { OpName, Value } from '../../src/tensor/program.ts';
import type { Shape } from '../../src/tensor/shape.ts';

export interface OpCase {
  readonly title: string;
  readonly inputs: readonly (Shape | CaseInput)[];
  readonly build: (...inputs: Value[]) => Value;
  /** Whether the op cannot be differentiated. */
  readonly refusesGradient?: true;
}

export interface CaseInput {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** The number at an index; by default spread over (−1, 1) without repetition. */
  readonly at?: (index: number) => number;
}

const positive = (shape: Shape): CaseInput => ({ shape, at: (index) => 0.3 + ((index * 7919) % 101) / 50 });
/** Many equal numbers, on either side of zero. */
const ties = (shape: Shape): CaseInput => ({ shape, at: (index) => ((index * 7919) % 3) - 1 });
const labels = (shape: Shape, classes: number): CaseInput => ({
  shape,
  dtype: 'int32',
  at: (index) => (index * 5) % classes,
});

const one = (op: (x: Value) => Value, ...inputs: CaseInput[]): OpCase[] =>
  (inputs.length > 0 ? inputs : [{ shape: [3, 4] }]).map((input) => ({
    title: `of [${input.shape}]`,
    inputs: [input],
    build: (x) => op(x!),
  }));

const two = (
  op: (a: Value, b: Value) => Value,
  second: (shape: Shape) => Shape | CaseInput = (shape) => shape,
): OpCase[] => [
  { title: 'of equal shapes', inputs: [[3, 4], second([3, 4])], build: (a, b) => op(a!, b!) },
  { title: 'broadcast from the right', inputs: [[2, 3, 4], second([3, 1])], build: (a, b) => op(a!, b!) },
  { title: 'broadcast from the left', inputs: [[1, 4], second([2, 3, 1])], build: (a, b) => op(a!, b!) },
  { title: 'with a scalar', inputs: [[3, 4], second([])], build: (a, b) => op(a!, b!) },
];

interface ConvolutionCase {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly options?: Parameters<typeof ops.conv2d>[3];
}

/** Shapes that every lowering of a convolution has to get right. */
const convolutions: Readonly<Record<string, ConvolutionCase>> = {
  plain: { x: [2, 3, 6, 7], kernel: [4, 3, 3, 3] },
  'one channel, uneven padding': { x: [2, 1, 6, 5], kernel: [3, 1, 3, 2], options: { padding: [2, 1, 0, 1] } },
  'stride that leaves pixels unreached': { x: [2, 2, 8, 9], kernel: [3, 2, 3, 3], options: { stride: [2, 3] } },
  'stride with padding': { x: [1, 2, 7, 7], kernel: [4, 2, 3, 3], options: { stride: [2, 2], padding: [1, 1, 1, 1] } },
  dilation: { x: [2, 2, 9, 8], kernel: [3, 2, 3, 2], options: { dilation: [2, 3] } },
  'stride and dilation': {
    x: [1, 2, 9, 10],
    kernel: [2, 2, 2, 3],
    options: { stride: [2, 2], dilation: [3, 2], padding: [1, 0, 2, 1] },
  },
  groups: { x: [2, 4, 5, 5], kernel: [6, 2, 3, 3], options: { groups: 2, padding: [1, 1, 1, 1] } },
  'one kernel a channel, stride': { x: [2, 3, 6, 6], kernel: [3, 1, 3, 3], options: { groups: 3, stride: [2, 2] } },
  '1×1': { x: [2, 5, 4, 4], kernel: [3, 5, 1, 1] },
  'a kernel as large as its input': { x: [2, 2, 4, 4], kernel: [5, 2, 4, 4] },
  'many channels': { x: [1, 40, 5, 5], kernel: [33, 40, 3, 3], options: { padding: [1, 1, 1, 1] } },
  'many channels, a wide row': { x: [1, 17, 3, 12], kernel: [40, 17, 3, 3], options: { padding: [1, 1, 1, 1] } },
  // Channels in whole blocks of 8 and of 16 (src/tensor/onnx/blocks.ts).
  'blocks of channels': { x: [2, 16, 5, 4], kernel: [32, 16, 3, 3], options: { padding: [1, 1, 1, 1] } },
  'few channels to a block': {
    x: [2, 3, 7, 6],
    kernel: [16, 3, 3, 3],
    options: { stride: [2, 2], padding: [1, 0, 0, 1] },
  },
  'a block to few channels': { x: [1, 16, 4, 4], kernel: [3, 16, 3, 3], options: { padding: [0, 1, 1, 0] } },
  'blocks, stride': { x: [1, 16, 6, 8], kernel: [16, 16, 3, 3], options: { stride: [2, 2], padding: [1, 1, 1, 1] } },
  'blocks, stride that leaves pixels unreached': {
    x: [1, 16, 8, 9],
    kernel: [16, 16, 3, 3],
    options: { stride: [2, 3] },
  },
  'blocks, dilation': {
    x: [1, 16, 7, 8],
    kernel: [16, 16, 3, 2],
    options: { dilation: [2, 3], padding: [1, 2, 0, 1] },
  },
  'blocks, 1×1, stride': { x: [2, 16, 4, 6], kernel: [16, 16, 1, 1], options: { stride: [2, 2] } },
  'blocks, 1×1, stride over an odd size': { x: [1, 16, 5, 5], kernel: [16, 16, 1, 1], options: { stride: [2, 2] } },
  'blocks, 1×1, padding': { x: [1, 16, 3, 3], kernel: [16, 16, 1, 1], options: { padding: [1, 1, 1, 1] } },
  'blocks, one kernel a channel': {
    x: [2, 16, 6, 5],
    kernel: [16, 1, 3, 3],
    options: { groups: 16, padding: [1, 1, 1, 1] },
  },
  'blocks, one kernel a channel, stride': {
    x: [2, 16, 6, 8],
    kernel: [16, 1, 3, 3],
    options: { groups: 16, stride: [2, 2], padding: [1, 1, 1, 1] },
  },
  'blocks, one kernel a channel, stride that leaves pixels unreached': {
    x: [2, 16, 8, 9],
    kernel: [16, 1, 3, 3],
    options: { groups: 16, stride: [2, 3] },
  },
  'blocks, one kernel a channel, dilation': {
    x: [1, 16, 7, 8],
    kernel: [16, 1, 3, 2],
    options: { groups: 16, dilation: [2, 1], padding: [2, 1, 0, 1] },
  },
  'blocks, rows that divide into blocks': {
    x: [2, 16, 3, 16],
    kernel: [32, 16, 3, 3],
    options: { padding: [1, 1, 1, 1] },
  },
  'blocks, rows that divide into blocks, many images to a block of kernels': {
    x: [16, 16, 2, 32],
    kernel: [16, 16, 3, 3],
    options: { padding: [1, 1, 1, 1] },
  },
  'blocks, rows that divide into blocks, uneven padding and dilation': {
    x: [1, 32, 5, 16],
    kernel: [16, 32, 2, 3],
    options: { padding: [3, 0, 0, 5], dilation: [2, 3] },
  },
  'blocks, images that divide into blocks': {
    x: [2, 32, 4, 8],
    kernel: [16, 32, 3, 3],
    options: { padding: [1, 1, 1, 1] },
  },
  'blocks, images that divide into blocks, uneven padding and dilation': {
    x: [1, 16, 8, 6],
    kernel: [16, 16, 3, 2],
    options: { padding: [0, 1, 5, 0], dilation: [3, 4] },
  },
  'few channels, rows that divide into blocks': {
    x: [2, 3, 3, 16],
    kernel: [16, 3, 3, 3],
    options: { padding: [1, 1, 1, 1] },
  },
  'few channels, images that divide into blocks': {
    x: [1, 5, 2, 24],
    kernel: [16, 5, 2, 3],
    options: { padding: [0, 1, 2, 0] },
  },
  'blocks in groups': { x: [1, 32, 3, 4], kernel: [32, 16, 2, 2], options: { groups: 2 } },
  'many channels in groups, stride': {
    x: [2, 32, 5, 12],
    kernel: [40, 16, 3, 3],
    options: { groups: 2, stride: [2, 1] },
  },
  'a wide row': { x: [1, 2, 4, 80], kernel: [3, 2, 3, 3], options: { padding: [1, 1, 1, 1] } },
};

const convolutionCases = (make: (title: string, each: ConvolutionCase, y: Shape) => OpCase): OpCase[] =>
  Object.entries(convolutions).map(([title, each]) => {
    const [x, kernel] = [placeholder(each.x), placeholder(each.kernel)];
    return make(title, each, ops.conv2d(x, kernel, null, each.options).shape);
  });

const placeholder = (shape: Shape): Value => ({
  shape,
  dtype: 'float32',
  source: { op: 'input', inputs: [], attributes: {} },
});
const size = (shape: Shape) => [shape[2]!, shape[3]!] as const;

const pools = {
  'of 2×2': { x: [2, 3, 6, 4], size: [2, 2], window: {} },
  'of an odd size': { x: [2, 2, 5, 7], size: [2, 2], window: {} },
  overlapping: { x: [2, 2, 7, 7], size: [3, 3], window: { stride: [2, 2] } },
  'padded unevenly': { x: [1, 2, 5, 6], size: [3, 2], window: { stride: [2, 1], padding: [1, 0, 0, 1] } },
  spaced: { x: [1, 2, 7, 8], size: [2, 2], window: { stride: [3, 3] } },
  'of a wide image': { x: [1, 1, 2, 160], size: [2, 2], window: {} },
} as const;

const poolCases = (make: (x: Shape, each: (typeof pools)[keyof typeof pools]) => OpCase): OpCase[] =>
  Object.entries(pools).map(([title, each]) => ({ ...make(each.x, each), title }));

export const opCases: { readonly [K in OpName]: readonly OpCase[] } = {
  add: two(ops.add),
  argmax: [
    ...one((x) => ops.argmax(x, -1), { shape: [4, 5] }, ties([4, 5])),
    ...one((x) => ops.argmax(x, 0), { shape: [4, 5] }),
  ],
  avgPool2d: poolCases((x, each) => ({
    title: '',
    inputs: [x],
    build: (a) => ops.avgPool2d(a!, each.size, each.window),
  })),
  avgPool2dGradient: poolCases((x, each) => {
    const window = { stride: each.size, padding: [0, 0, 0, 0], ...each.window } as const;
    const { shape } = ops.avgPool2d(placeholder(x), each.size, window);
    const attributes = { ...window, size: each.size, inputSize: size(x) };
    return { title: '', inputs: [shape], build: (dy) => ops.avgPool2dGradient(dy!, attributes) };
  }),
  batchNorm2d: [
    { title: '', inputs: [[3, 4, 5, 2], [4], [4]], build: (x, w, b) => ops.batchNorm2d(x!, w!, b!, 1e-3) },
    {
      title: 'of single pixels',
      inputs: [[5, 2, 1, 1], [2], [2]],
      build: (x, w, b) => ops.batchNorm2d(x!, w!, b!, 0.1),
    },
    { title: 'of one image', inputs: [[1, 3, 4, 4], [3], [3]], build: (x, w, b) => ops.batchNorm2d(x!, w!, b!, 1e-2) },
  ],
  broadcastTo: [
    { title: 'along axes of 1', inputs: [[3, 1, 2]], build: (x) => ops.broadcastTo(x!, [3, 4, 2]) },
    { title: 'along new axes', inputs: [[2]], build: (x) => ops.broadcastTo(x!, [3, 4, 2]) },
  ],
  cast: [
    {
      title: 'uint8 to float32',
      inputs: [{ shape: [7], dtype: 'uint8', at: (i) => i * 40 }],
      build: (x) => ops.cast(x!, 'float32'),
    },
    { title: 'bool to float32', inputs: [[3, 4]], build: (x) => ops.cast(ops.greater(x!, 0), 'float32') },
    {
      title: 'float32 to int32',
      inputs: [{ shape: [5], at: (i) => i * 1.7 - 3 }],
      build: (x) => ops.cast(x!, 'int32'),
    },
  ],
  concat: [
    {
      title: 'along the first axis',
      inputs: [
        [1, 3],
        [2, 3],
      ],
      build: (a, b) => ops.concat([a!, b!], 0),
    },
    {
      title: 'along channels',
      inputs: [
        [2, 1, 3],
        [2, 2, 3],
        [2, 4, 3],
      ],
      build: (a, b, c) => ops.concat([a!, b!, c!], 1),
    },
  ],
  conv2d: [
    ...convolutionCases((title, { x, kernel, options }) => ({
      title,
      inputs: [x, kernel],
      build: (a, k) => ops.conv2d(a!, k!, null, options),
    })),
    { title: 'with a bias', inputs: [[2, 2, 4, 4], [3, 2, 2, 2], [3]], build: (x, k, b) => ops.conv2d(x!, k!, b!) },
  ],
  conv2dInputGradient: convolutionCases((title, { x, kernel, options }, y) => ({
    title,
    inputs: [y, kernel],
    build: (dy, k) => ops.conv2dInputGradient(dy!, k!, { ...options, inputSize: size(x) }),
  })),
  conv2dKernelGradient: convolutionCases((title, { x, kernel, options }, y) => ({
    title,
    inputs: [x, y],
    build: (a, dy) => ops.conv2dKernelGradient(a!, dy!, { ...options, kernelSize: size(kernel) }),
  })),
  crossEntropy: [
    { title: 'of 10 classes', inputs: [[6, 10], labels([6], 10)], build: (x, y) => ops.crossEntropy(x!, y!) },
  ],
  divide: two(ops.divide, positive),
  equal: two(ops.equal, (shape) => ({ shape, at: (index) => Math.sin(index * 12.9898) })),
  erf: one(ops.erf, { shape: [9], at: (index) => index - 4 }),
  exp: one(ops.exp),
  greater: two(ops.greater),
  linear: [{ title: 'of 5 features to 3', inputs: [[4, 5], [3, 5], [3]], build: (x, w, b) => ops.linear(x!, w!, b!) }],
  log: one(ops.log, positive([3, 4])),
  logSoftmax: [...one(ops.logSoftmax), ...one((x) => ops.logSoftmax(x, 1), { shape: [2, 3, 4] })],
  matmul: [
    {
      title: 'A·B',
      inputs: [
        [3, 4],
        [4, 5],
      ],
      build: (a, b) => ops.matmul(a!, b!),
    },
    {
      title: 'Aᵀ·B',
      inputs: [
        [4, 3],
        [4, 5],
      ],
      build: (a, b) => ops.matmul(a!, b!, { transposeA: true }),
    },
    {
      title: 'A·Bᵀ',
      inputs: [
        [3, 4],
        [5, 4],
      ],
      build: (a, b) => ops.matmul(a!, b!, { transposeB: true }),
    },
    {
      title: 'Aᵀ·Bᵀ',
      inputs: [
        [4, 3],
        [5, 4],
      ],
      build: (a, b) => ops.matmul(a!, b!, { transposeA: true, transposeB: true }),
    },
    {
      title: 'in batches',
      inputs: [
        [2, 3, 4],
        [2, 4, 5],
      ],
      build: (a, b) => ops.matmul(a!, b!),
    },
    {
      title: 'one matrix for all, transposed',
      inputs: [
        [5, 4],
        [2, 3, 4],
      ],
      build: (a, b) => ops.matmul(a!, b!, { transposeB: true }),
    },
  ],
  max: [...one(ops.max), ...one((x) => ops.max(x, [0, 2], true), { shape: [2, 3, 4] }, ties([2, 3, 4]))],
  maximum: two(ops.maximum),
  maxPool2d: [
    ...poolCases((x, each) => ({ title: '', inputs: [x], build: (a) => ops.maxPool2d(a!, each.size, each.window) })),
    { title: 'with ties', inputs: [ties([2, 2, 6, 6])], build: (x) => ops.maxPool2d(x!, [2, 2]) },
    {
      title: 'dilated',
      inputs: [[1, 2, 7, 7]],
      build: (x) => ops.maxPool2d(x!, [2, 3], { stride: [2, 1], dilation: [3, 2] }),
    },
    {
      title: 'padded as wide as its window',
      inputs: [[1, 2, 7, 7]],
      build: (x) => ops.maxPool2d(x!, [2, 2], { stride: [2, 1], padding: [2, 2, 1, 0], dilation: [3, 2] }),
    },
  ],
  maxPool2dGradient: [
    ...poolCases((x, each) => {
      const window = {
        size: each.size,
        stride: each.size,
        padding: [0, 0, 0, 0],
        dilation: [1, 1],
        ...each.window,
      } as const;
      const { shape } = ops.maxPool2d(placeholder(x), each.size, window);
      return {
        title: '',
        inputs: [x, shape],
        refusesGradient: true,
        build: (a, dy) => ops.maxPool2dGradient(a!, dy!, window),
      };
    }),
    {
      title: 'padded as wide as its window',
      refusesGradient: true,
      inputs: [
        [1, 2, 7, 7],
        [1, 2, 4, 6],
      ],
      build: (x, dy) =>
        ops.maxPool2dGradient(x!, dy!, { size: [2, 2], stride: [2, 1], padding: [2, 2, 1, 0], dilation: [3, 2] }),
    },
    {
      title: 'overlapping, with ties',
      refusesGradient: true,
      inputs: [ties([2, 2, 7, 7]), [2, 2, 3, 3]],
      build: (x, dy) =>
        ops.maxPool2dGradient(x!, dy!, { size: [3, 3], stride: [2, 2], padding: [0, 0, 0, 0], dilation: [1, 1] }),
    },
  ],
  mean: [...one(ops.mean), ...one((x) => ops.mean(x, [0, 2]), { shape: [2, 3, 4] })],
  minimum: two(ops.minimum),
  multiply: two(ops.multiply),
  negate: one(ops.negate),
  pad: [{ title: 'by different amounts', inputs: [[2, 3]], build: (x) => ops.pad(x!, [1, 0], [0, 2]) }],
  relu: one(ops.relu),
  reshape: one((x) => ops.reshape(x, [2, 6])),
  sigmoid: one(ops.sigmoid),
  slice: [{ title: 'of a block', inputs: [[4, 5]], build: (x) => ops.slice(x!, [1, 0], [2, 3]) }],
  softmax: [...one(ops.softmax), ...one((x) => ops.softmax(x, 1), { shape: [2, 3, 4] })],
  sqrt: one(ops.sqrt, positive([3, 4])),
  subtract: two(ops.subtract),
  sum: [
    ...one(ops.sum),
    ...one((x) => ops.sum(x, [0, 2]), { shape: [2, 3, 4] }),
    ...one((x) => ops.sum(x, [1], true), { shape: [2, 3, 4] }),
  ],
  tanh: one(ops.tanh),
  transpose: [{ title: 'of three axes', inputs: [[2, 3, 4]], build: (x) => ops.transpose(x!, [2, 0, 1]) }],
  where: [
    {
      title: 'of equal shapes',
      inputs: [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
      build: (x, a, b) => ops.where(ops.greater(x!, 0), a!, b!),
    },
    { title: 'broadcast', inputs: [[3, 1], [4], []], build: (x, a, b) => ops.where(ops.greater(x!, 0), a!, b!) },
  ],
};

import assert from 'node:assert/strict';
import {
  adaptiveAvgPool2d,
  add,
  avgPool2d,
  batchNorm2d,
  concat,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAvgPool2d,
  input,
  type Layer,
  maxPool2d,
  model,
  relu,
  sequential,
  type Tensor,
} from '../../src/cnn/index.ts';
import { elaborated } from './build.ts';

/** Published models of torchvision, to compare with what it counts. */
const image = () => input([3, 224, 224]);

const convolution = (channels: number, size: number, options: Parameters<typeof conv2d>[2] = {}): Layer =>
  sequential([conv2d(channels, size, { bias: false, ...options }), batchNorm2d(), relu()]);

/** He et al., 2015: `blocks` a stage of two 3×3 convolutions, or with `bottleneck` of 1×1, 3×3 and 1×1. */
function resnet(blocks: readonly number[], bottleneck: boolean): Tensor[] {
  const x = image();
  let y = maxPool2d(3, { stride: 2, padding: 1 })(convolution(64, 7, { stride: 2, padding: 3 })(x));
  for (const [stage, count] of blocks.entries()) {
    const width = 64 * 2 ** stage;
    const channels = bottleneck ? 4 * width : width;
    for (let index = 0; index < count; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const first = bottleneck ? [convolution(width, 1), convolution(width, 3, { stride, padding: 1 })] : [];
      const plain = bottleneck ? [] : [convolution(width, 3, { stride, padding: 1 })];
      const last = conv2d(channels, bottleneck ? 1 : 3, { padding: bottleneck ? 0 : 1, bias: false });
      const inner = sequential([...first, ...plain, last, batchNorm2d()]);
      const changes = index === 0 && (bottleneck || stage > 0);
      const shortcut = changes ? sequential([conv2d(channels, 1, { stride, bias: false }), batchNorm2d()])(y) : y;
      y = relu()(add(inner(y), shortcut));
    }
  }
  return [x, sequential([globalAvgPool2d(), flatten(), dense(1000)])(y)];
}

/** Iandola et al., 2016, version 1.1. */
function squeezenet(): Tensor[] {
  const x = image();
  const fire = (y: Tensor, squeeze: number, expand: number) => {
    const squeezed = sequential([conv2d(squeeze, 1), relu()])(y);
    const wide = sequential([conv2d(expand, 3, { padding: 1 }), relu()])(squeezed);
    return concat(sequential([conv2d(expand, 1), relu()])(squeezed), wide);
  };
  const pool = maxPool2d(3, { stride: 2, ceilMode: true });
  let y = pool(relu()(conv2d(64, 3, { stride: 2 })(x)));
  y = pool(fire(fire(y, 16, 64), 16, 64));
  y = pool(fire(fire(y, 32, 128), 32, 128));
  y = fire(fire(fire(fire(y, 48, 192), 48, 192), 64, 256), 64, 256);
  return [x, sequential([dropout(), conv2d(1000, 1), relu(), adaptiveAvgPool2d(1), flatten()])(y)];
}

/** Szegedy et al., 2014, without the auxiliary heads; torchvision has 3×3 kernels where the paper has 5×5. */
function googlenet(): Tensor[] {
  const x = image();
  const pool = (size: number) => maxPool2d(size, { stride: 2, ceilMode: true });
  const same = (channels: number) => convolution(channels, 3, { padding: 1 });
  const inception = (one: number, before3: number, three: number, before5: number, five: number, pooled: number) => {
    const neighbours = maxPool2d(3, { stride: 1, padding: 1, ceilMode: true });
    return (y: Tensor) =>
      concat(
        convolution(one, 1)(y),
        sequential([convolution(before3, 1), same(three)])(y),
        sequential([convolution(before5, 1), same(five)])(y),
        sequential([neighbours, convolution(pooled, 1)])(y),
      );
  };
  const stem = [convolution(64, 7, { stride: 2, padding: 3 }), pool(3), convolution(64, 1), same(192), pool(3)];
  const stages: ((y: Tensor) => Tensor)[][] = [
    [inception(64, 96, 128, 16, 32, 32)],
    [inception(128, 128, 192, 32, 96, 64), pool(3)],
    [inception(192, 96, 208, 16, 48, 64)],
    [inception(160, 112, 224, 24, 64, 64)],
    [inception(128, 128, 256, 24, 64, 64)],
    [inception(112, 144, 288, 32, 64, 64)],
    [inception(256, 160, 320, 32, 128, 128), pool(2)],
    [inception(256, 160, 320, 32, 128, 128)],
    [inception(384, 192, 384, 48, 128, 128)],
  ];
  const y = stages.flat().reduce((tensor, apply) => apply(tensor), sequential(stem)(x));
  return [x, sequential([globalAvgPool2d(), flatten(), dropout(0.2), dense(1000)])(y)];
}

/** Sandler et al., 2018. */
function mobilenetV2(): Tensor[] {
  const x = image();
  let y = convolution(32, 3, { stride: 2, padding: 1 })(x);
  let channels = 32;
  const stages = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const;
  for (const [expand, width, count, firstStride] of stages) {
    for (let index = 0; index < count; index++) {
      const stride = index === 0 ? firstStride : 1;
      const inside = channels * expand;
      const block = sequential([
        ...(expand > 1 ? [convolution(inside, 1)] : []),
        convolution(inside, 3, { stride, padding: 1, groups: inside }),
        ...[conv2d(width, 1, { bias: false }), batchNorm2d()],
      ]);
      y = stride === 1 && channels === width ? add(y, block(y)) : block(y);
      channels = width;
    }
  }
  return [x, sequential([convolution(1280, 1), globalAvgPool2d(), flatten(), dropout(0.2), dense(1000)])(y)];
}

/** Huang et al., 2016. */
function densenet121(): Tensor[] {
  const x = image();
  let y = maxPool2d(3, { stride: 2, padding: 1 })(convolution(64, 7, { stride: 2, padding: 3 })(x));
  let channels = 64;
  for (const [stage, count] of [6, 12, 24, 16].entries()) {
    for (let index = 0; index < count; index++) {
      const grown = sequential([
        ...[batchNorm2d(), relu(), convolution(128, 1), conv2d(32, 3, { padding: 1, bias: false })],
      ]);
      y = concat(y, grown(y));
    }
    channels = (channels + 32 * count) / (stage < 3 ? 2 : 1);
    if (stage < 3) y = sequential([batchNorm2d(), relu(), conv2d(channels, 1, { bias: false }), avgPool2d(2)])(y);
  }
  return [x, sequential([batchNorm2d(), relu(), globalAvgPool2d(), flatten(), dense(1000)])(y)];
}

/** Parameters as torchvision publishes them, multiply-adds as hooks on its convolutions and linear modules count. */
const published: readonly (readonly [name: string, build: () => Tensor[], params: number, macs: number])[] = [
  ['ResNet-18', () => resnet([2, 2, 2, 2], false), 11_689_512, 1_814_073_344],
  ['ResNet-50', () => resnet([3, 4, 6, 3], true), 25_557_032, 4_089_184_256],
  ['SqueezeNet 1.1', squeezenet, 1_235_496, 349_151_936],
  ['GoogLeNet', googlenet, 6_624_904, 1_498_376_192],
  ['MobileNetV2', mobilenetV2, 3_504_872, 300_774_272],
  ['DenseNet-121', densenet121, 7_978_856, 2_834_161_664],
];

describe('published models', () => {
  for (const [name, build, params, macs] of published) {
    it(`${name} has as many parameters and multiply-adds as torchvision's`, () => {
      const [inputs, outputs] = build();
      const { report, problems } = elaborated(model({ inputs: inputs!, outputs: outputs! }));
      assert.deepEqual(problems, []);
      assert.deepEqual(report?.nodes.at(-1)?.output, [1000]);
      assert.deepEqual([report?.totals.params, report?.totals.macs], [params, macs]);
    });
  }
});

import {
  add,
  batchNorm2d,
  conv2d,
  cosine,
  crossEntropy,
  dense,
  dropout,
  flatten,
  globalAvgPool2d,
  imageFolder,
  input,
  model,
  randomHorizontalFlip,
  randomResizedCrop,
  relu6,
  sequential,
  sgd,
  type Tensor,
} from 'cnn-lab';

interface Convolution {
  readonly stride?: number;
  readonly groups?: number;
}

const convolution = (channels: number, size: number, options: Convolution = {}) =>
  sequential([conv2d(channels, size, { padding: (size - 1) / 2, bias: false, ...options }), batchNorm2d()]);

/** An inverted residual: 1×1 widens, 3×3 filters every channel by itself, 1×1 narrows without an activation. */
function block(x: Tensor, from: number, to: number, expansion: number, stride: number): Tensor {
  const wide = from * expansion;
  const layers = sequential([
    ...(expansion > 1 ? [convolution(wide, 1), relu6()] : []),
    convolution(wide, 3, { stride, groups: wide }),
    relu6(),
    convolution(to, 1),
  ]);
  return stride === 1 && from === to ? add(x, layers(x)) : layers(x);
}

/** Table 2 of the paper. */
const stages = [
  { expansion: 1, to: 16, blocks: 1, stride: 1 },
  { expansion: 6, to: 24, blocks: 2, stride: 2 },
  { expansion: 6, to: 32, blocks: 3, stride: 2 },
  { expansion: 6, to: 64, blocks: 4, stride: 2 },
  { expansion: 6, to: 96, blocks: 3, stride: 1 },
  { expansion: 6, to: 160, blocks: 3, stride: 2 },
  { expansion: 6, to: 320, blocks: 1, stride: 1 },
];

const image = input([3, 224, 224]);
let x = sequential([convolution(32, 3, { stride: 2 }), relu6()])(image);
let channels = 32;
for (const { expansion, to, blocks, stride } of stages) {
  for (let index = 0; index < blocks; index++) {
    x = block(x, channels, to, expansion, index === 0 ? stride : 1);
    channels = to;
  }
}

/**
 * MobileNetV2, for telephones: 3,504,872 parameters and a fourteenth of ResNet-50's multiply-adds.
 * Sandler, Howard, Zhu, Zhmoginov & Chen, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.
 */
export default model({
  name: 'MobileNetV2',
  inputs: image,
  outputs: sequential([convolution(1280, 1), relu6(), globalAvgPool2d(), flatten(), dropout(0.2), dense(1000)])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 150,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: cosine(0.05), momentum: 0.9, weightDecay: 4e-5 }),
    seed: 1,
  },
});

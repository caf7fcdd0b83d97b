import {
  batchNorm2d,
  concat,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  flatten,
  globalAvgPool2d,
  imageFolder,
  input,
  maxPool2d,
  model,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sequential,
  sgd,
  stepDecay,
  type Tensor,
} from 'cnn-lab';

const convolution = (channels: number, size: number, stride = 1) =>
  sequential([
    conv2d(channels, size, { stride, padding: (size - 1) / 2, bias: false }),
    batchNorm2d({ epsilon: 1e-3 }),
    relu(),
  ]);

/** Half the height and width, rounded up. */
const halve = (size: number) => maxPool2d(size, { stride: 2, ceilMode: true });

/** The channels that each branch of an inception block outputs; `reduce` is a 1×1 convolution before. */
interface Branches {
  one: number;
  three: { reduce: number; out: number };
  five: { reduce: number; out: number };
  pool: number;
}

/** Looks at the same pixels in four ways and puts the channels side by side. */
function inception(x: Tensor, { one, three, five, pool }: Branches): Tensor {
  return concat(
    convolution(one, 1)(x),
    sequential([convolution(three.reduce, 1), convolution(three.out, 3)])(x),
    sequential([convolution(five.reduce, 1), convolution(five.out, 3)])(x),
    sequential([maxPool2d(3, { stride: 1, padding: 1, ceilMode: true }), convolution(pool, 1)])(x),
  );
}

const image = input([3, 224, 224]);
const stem = sequential([convolution(64, 7, 2), halve(3), convolution(64, 1), convolution(192, 3), halve(3)]);
let x = stem(image);

x = inception(x, { one: 64, three: { reduce: 96, out: 128 }, five: { reduce: 16, out: 32 }, pool: 32 }); // 3a
x = inception(x, { one: 128, three: { reduce: 128, out: 192 }, five: { reduce: 32, out: 96 }, pool: 64 }); // 3b
x = halve(3)(x);

x = inception(x, { one: 192, three: { reduce: 96, out: 208 }, five: { reduce: 16, out: 48 }, pool: 64 }); // 4a
x = inception(x, { one: 160, three: { reduce: 112, out: 224 }, five: { reduce: 24, out: 64 }, pool: 64 }); // 4b
x = inception(x, { one: 128, three: { reduce: 128, out: 256 }, five: { reduce: 24, out: 64 }, pool: 64 }); // 4c
x = inception(x, { one: 112, three: { reduce: 144, out: 288 }, five: { reduce: 32, out: 64 }, pool: 64 }); // 4d
x = inception(x, { one: 256, three: { reduce: 160, out: 320 }, five: { reduce: 32, out: 128 }, pool: 128 }); // 4e
x = halve(2)(x);

x = inception(x, { one: 256, three: { reduce: 160, out: 320 }, five: { reduce: 32, out: 128 }, pool: 128 }); // 5a
x = inception(x, { one: 384, three: { reduce: 192, out: 384 }, five: { reduce: 48, out: 128 }, pool: 128 }); // 5b

/**
 * GoogLeNet, 22 layers with a tenth of AlexNet's parameters: 6,624,904.
 * Szegedy et al., "Going Deeper with Convolutions", 2014, table 1.
 *
 * As torchvision has it: batch normalisation, 3×3 kernels in the branch where the paper has 5×5, pooling that rounds
 * up. Without the two auxiliary classifiers, which only serve training.
 */
export default model({
  name: 'GoogLeNet',
  inputs: image,
  outputs: sequential([globalAvgPool2d(), flatten(), dropout(0.2), dense(1000)])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: stepDecay(0.1, { epochs: 30 }), momentum: 0.9, weightDecay: 1e-4 }),
    seed: 1,
  },
});

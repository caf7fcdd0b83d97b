import {
  avgPool2d,
  batchNorm2d,
  concat,
  conv2d,
  crossEntropy,
  dense,
  flatten,
  globalAvgPool2d,
  imageFolder,
  input,
  maxPool2d,
  model,
  multiStepDecay,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sequential,
  sgd,
  type Tensor,
} from 'cnn-lab';

/** Channels that each layer adds to what all layers after it see. */
const growth = 32;

/** Normalisation and activation come before the convolution. */
const convolution = (channels: number, size: number) =>
  sequential([batchNorm2d(), relu(), conv2d(channels, size, { padding: (size - 1) / 2, bias: false })]);

/** Every layer reads the output of all layers before it in the block. */
function denseBlock(x: Tensor, layers: number): Tensor {
  let all = x;
  for (let index = 0; index < layers; index++) {
    const grown = sequential([convolution(4 * growth, 1), convolution(growth, 3)]);
    all = concat(all, grown(all));
  }
  return all;
}

const image = input([3, 224, 224]);
let channels = 64;
let x = sequential([
  conv2d(channels, 7, { stride: 2, padding: 3, bias: false }),
  batchNorm2d(),
  relu(),
  maxPool2d(3, { stride: 2, padding: 1 }),
])(image);
for (const layers of [6, 12, 24]) {
  x = denseBlock(x, layers);
  channels = (channels + layers * growth) / 2; // the transition halves channels, height and width
  x = sequential([convolution(channels, 1), avgPool2d(2)])(x);
}
x = denseBlock(x, 16);

/**
 * DenseNet-121, where every layer sees all before it: 7,978,856 parameters.
 * Huang, Liu, van der Maaten & Weinberger, "Densely Connected Convolutional Networks", 2016, table 1.
 */
export default model({
  name: 'DenseNet-121',
  inputs: image,
  outputs: sequential([batchNorm2d(), relu(), globalAvgPool2d(), flatten(), dense(1000)])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({
      learningRate: multiStepDecay(0.1, { epochs: [30, 60] }),
      momentum: 0.9,
      nesterov: true,
      weightDecay: 1e-4,
    }),
    seed: 1,
  },
});

import {
  add,
  batchNorm2d,
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

/** Convolution and batch normalisation, which has a bias of its own. */
const convolution = (channels: number, size: number, stride = 1) =>
  sequential([conv2d(channels, size, { stride, padding: (size - 1) / 2, bias: false }), batchNorm2d()]);

/** Two convolutions learn what to add to `x`, which goes by them: through a 1×1 convolution where the size changes. */
function block(x: Tensor, channels: number, stride: number, projects: boolean): Tensor {
  const residual = sequential([convolution(channels, 3, stride), relu(), convolution(channels, 3)]);
  const shortcut = projects ? convolution(channels, 1, stride)(x) : x;
  return relu()(add(residual(x), shortcut));
}

const image = input([3, 224, 224]);
let x = sequential([
  convolution(64, 7, 2), // large kernels for the image itself
  relu(),
  maxPool2d(3, { stride: 2, padding: 1 }),
])(image);
for (const channels of [64, 128, 256, 512]) {
  const first = channels === 64 ? 1 : 2;
  x = block(x, channels, first, first > 1);
  x = block(x, channels, 1, false);
}

/**
 * ResNet-18: 11,689,512 parameters.
 * He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition", 2015, table 1.
 */
export default model({
  name: 'ResNet-18',
  inputs: image,
  outputs: sequential([globalAvgPool2d(), flatten(), dense(1000)])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({
      learningRate: multiStepDecay(0.1, { epochs: [30, 60] }),
      momentum: 0.9,
      weightDecay: 1e-4,
    }),
    seed: 1,
  },
});

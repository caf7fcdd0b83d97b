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
  model,
  multiStepDecay,
  randomCrop,
  randomHorizontalFlip,
  relu,
  sequential,
  sgd,
  type Tensor,
} from 'cnn-lab';

/** Convolution and batch normalisation, which has a bias of its own. */
const convolution = (channels: number, size: number, stride = 1) =>
  sequential([conv2d(channels, size, { stride, padding: (size - 1) / 2, bias: false }), batchNorm2d()]);

/** Two convolutions learn what to add to `x`, which goes by them: through a 1×1 convolution where the size changes. */
function block(x: Tensor, channels: number, stride: number): Tensor {
  const residual = sequential([convolution(channels, 3, stride), relu(), convolution(channels, 3)]);
  const shortcut = stride > 1 ? convolution(channels, 1, stride)(x) : x;
  return relu()(add(residual(x), shortcut));
}

const image = input([3, 32, 32]);
let x = sequential([convolution(16, 3), relu()])(image);
for (const channels of [16, 32, 64]) {
  x = block(x, channels, channels === 16 ? 1 : 2);
  x = block(x, channels, 1);
  x = block(x, channels, 1);
}

/**
 * ResNet-20 for small images, such as CIFAR-10: 272,474 parameters.
 * He, Zhang, Ren & Sun, "Deep Residual Learning for Image Recognition", 2015, section 4.2; there the shortcuts have
 * no parameters where the size changes, and it gets 91.25% right.
 */
export default model({
  name: 'ResNet-20',
  inputs: image,
  outputs: sequential([globalAvgPool2d(), flatten(), dense(10)])(x),
  // One folder a class in cifar10/train and cifar10/test. With more or fewer classes, change dense(10).
  data: imageFolder('cifar10', { size: 32, augment: [randomCrop({ padding: 4 }), randomHorizontalFlip()] }),
  training: {
    epochs: 164,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: sgd({
      learningRate: multiStepDecay(0.1, { epochs: [82, 123] }),
      momentum: 0.9,
      weightDecay: 1e-4,
    }),
    seed: 1,
  },
});

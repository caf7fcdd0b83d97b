import {
  add,
  batchNorm2d,
  conv2d,
  crossEntropy,
  dense,
  flatten,
  globalAvgPool2d,
  idx,
  input,
  model,
  relu,
  sgd,
  type Tensor,
} from 'cnn-lab';

/** 3×3 convolution, then batch normalisation. */
const normalised = (x: Tensor, channels: number, stride: number) =>
  batchNorm2d()(conv2d(channels, 3, { stride, padding: 1, bias: false })(x));

/** Two convolutions around which the input goes by, through a 1×1 convolution where the size changes. */
function block(x: Tensor, channels: number, stride: number): Tensor {
  const residual = normalised(relu()(normalised(x, channels, stride)), channels, 1);
  const shortcut = stride === 1 ? x : batchNorm2d()(conv2d(channels, 1, { stride, bias: false })(x));
  return relu()(add(residual, shortcut));
}

const image = input([3, 32, 32]);
let features: Tensor = relu()(normalised(image, 16, 1));
for (const [channels, first] of [
  [16, 1],
  [32, 2],
  [64, 2],
] as const) {
  for (const stride of [first, 1, 1]) features = block(features, channels, stride);
}

/** ResNet-20 for CIFAR (He, Zhang, Ren & Sun, 2015, section 4.2), with projection shortcuts. */
export default model({
  name: 'ResNet-20',
  inputs: image,
  outputs: dense(10)(flatten()(globalAvgPool2d()(features))),
  data: idx({
    train: { images: '../../out/bench-data/cifar-train-images', labels: '../../out/bench-data/cifar-train-labels' },
    validation: {
      images: '../../out/bench-data/cifar-validation-images',
      labels: '../../out/bench-data/cifar-validation-labels',
    },
  }),
  training: {
    epochs: 1,
    batchSize: 64,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 }),
    seed: 1,
  },
});

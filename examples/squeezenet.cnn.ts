import {
  concat,
  conv2d,
  crossEntropy,
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

/** Squeezes to a few channels, then expands them by 1×1 and by 3×3 kernels, whose channels are put side by side. */
function fire(x: Tensor, squeeze: number, expand: number): Tensor {
  const squeezed = sequential([conv2d(squeeze, 1), relu()])(x);
  return concat(
    sequential([conv2d(expand, 1), relu()])(squeezed),
    sequential([conv2d(expand, 3, { padding: 1 }), relu()])(squeezed),
  );
}

const pool = (x: Tensor) => maxPool2d(3, { stride: 2, ceilMode: true })(x);

const image = input([3, 224, 224]);
let x = pool(sequential([conv2d(64, 3, { stride: 2 }), relu()])(image));
for (const [squeeze, expand] of [
  [16, 64],
  [32, 128],
] as const) {
  x = fire(x, squeeze, expand);
  x = fire(x, squeeze, expand);
  x = pool(x);
}
for (const [squeeze, expand] of [
  [48, 192],
  [64, 256],
] as const) {
  x = fire(x, squeeze, expand);
  x = fire(x, squeeze, expand);
}

/**
 * SqueezeNet 1.1, AlexNet's accuracy with a fiftieth of its parameters: 1,235,496. No dense layer: the last
 * convolution has a map for each class, and the mean of a map is its class's score.
 * Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", 2016.
 */
export default model({
  name: 'SqueezeNet 1.1',
  inputs: image,
  outputs: sequential([dropout(0.5), conv2d(1000, 1), relu(), globalAvgPool2d(), flatten()])(x),
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change conv2d(1000, 1).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: stepDecay(0.01, { epochs: 30 }), momentum: 0.9, weightDecay: 2e-4 }),
    seed: 1,
  },
});

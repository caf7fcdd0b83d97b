import {
  conv2d,
  crossEntropy,
  dense,
  dropout,
  flatten,
  imageFolder,
  type Layer,
  maxPool2d,
  model,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sgd,
  stepDecay,
} from 'cnn-lab';

/** Convolutions of the same size, then half the height and width. Three of 3×3 see as much as one of 7×7. */
const stage = (channels: number, convolutions: number): Layer[] => [
  ...Array.from({ length: convolutions }, () => [conv2d(channels, 3, { padding: 1 }), relu()]).flat(),
  maxPool2d(2),
];

/**
 * VGG-16, nothing but 3×3 convolutions: 138,357,544 parameters, nine tenths of them in the dense layers.
 * Simonyan & Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, table 1 D.
 */
export default model({
  name: 'VGG-16',
  input: [3, 224, 224],
  layers: [
    ...stage(64, 2),
    ...stage(128, 2),
    ...stage(256, 3),
    ...stage(512, 3),
    ...stage(512, 3),

    flatten(),
    dense(4096),
    relu(),
    dropout(0.5),
    dense(4096),
    relu(),
    dropout(0.5),
    dense(1000),
  ],
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 74,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: stepDecay(0.01, { epochs: 25 }), momentum: 0.9, weightDecay: 5e-4 }),
    seed: 1,
  },
});

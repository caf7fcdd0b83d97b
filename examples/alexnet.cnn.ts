import {
  conv2d,
  crossEntropy,
  dense,
  dropout,
  flatten,
  imageFolder,
  localResponseNorm,
  maxPool2d,
  model,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sgd,
  stepDecay,
} from 'cnn-lab';

/** Divides each value by its neighbours in five channels; the paper's α of 1e-4 is 5e-4 here (alpha / size). */
const normalise = () => localResponseNorm(5, { alpha: 5e-4, beta: 0.75, k: 2 });

/** Overlapping pooling: windows of 3 pixels every 2. */
const pool = () => maxPool2d(3, { stride: 2 });

/**
 * AlexNet, which won ImageNet in 2012: 60,965,224 parameters.
 * Krizhevsky, Sutskever & Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012.
 *
 * It was trained on two graphics cards, each with half of the kernels: where they did not speak with each other,
 * there are two groups. The paper says 224×224 pixels, but its sizes need 227: (227 − 11) / 4 + 1 = 55. And it
 * counts 253,440 neurons in the first layer, which has 96×55×55 = 290,400.
 */
export default model({
  name: 'AlexNet',
  input: [3, 227, 227],
  layers: [
    conv2d(96, 11, { stride: 4 }),
    relu(),
    normalise(),
    pool(),

    conv2d(256, 5, { padding: 2, groups: 2 }),
    relu(),
    normalise(),
    pool(),

    conv2d(384, 3, { padding: 1 }),
    relu(),
    conv2d(384, 3, { padding: 1, groups: 2 }),
    relu(),
    conv2d(256, 3, { padding: 1, groups: 2 }),
    relu(),
    pool(),

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
  data: imageFolder('imagenet', { size: 227, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: stepDecay(0.01, { epochs: 30 }), momentum: 0.9, weightDecay: 5e-4 }),
    seed: 1,
  },
});

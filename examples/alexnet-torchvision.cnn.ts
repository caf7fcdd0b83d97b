import {
  adaptiveAvgPool2d,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  flatten,
  imageFolder,
  maxPool2d,
  model,
  randomHorizontalFlip,
  randomResizedCrop,
  relu,
  sgd,
  stepDecay,
} from 'cnn-lab';

/**
 * AlexNet as torchvision has it: 61,100,840 parameters.
 * Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014.
 *
 * For a single graphics card: no groups, no normalisation, fewer kernels. 224×224 pixels and a padding of 2.
 */
export default model({
  name: 'AlexNet of torchvision',
  input: [3, 224, 224],
  layers: [
    conv2d(64, 11, { stride: 4, padding: 2 }),
    relu(),
    maxPool2d(3, { stride: 2 }),

    conv2d(192, 5, { padding: 2 }),
    relu(),
    maxPool2d(3, { stride: 2 }),

    conv2d(384, 3, { padding: 1 }),
    relu(),
    conv2d(256, 3, { padding: 1 }),
    relu(),
    conv2d(256, 3, { padding: 1 }),
    relu(),
    maxPool2d(3, { stride: 2 }),

    adaptiveAvgPool2d(6), // nothing to do at 224×224; other sizes of images are brought to 6×6
    flatten(),
    dropout(0.5),
    dense(4096),
    relu(),
    dropout(0.5),
    dense(4096),
    relu(),
    dense(1000),
  ],
  // One folder a class in imagenet/train and imagenet/val. With fewer classes, change dense(1000).
  data: imageFolder('imagenet', { size: 224, augment: [randomResizedCrop(), randomHorizontalFlip()] }),
  training: {
    epochs: 90,
    batchSize: 32,
    loss: crossEntropy(),
    optimizer: sgd({ learningRate: stepDecay(0.01, { epochs: 30 }), momentum: 0.9, weightDecay: 1e-4 }),
    seed: 1,
  },
});

import { adam, conv2d, crossEntropy, dense, flatten, idx, maxPool2d, model, relu } from 'cnn-lab';

/** A small VGG for 32×32 images, of the kind that CIFAR tutorials use. */
export default model({
  name: 'CIFAR net',
  input: [3, 32, 32],
  layers: [
    conv2d(32, 3, { padding: 1 }),
    relu(),
    conv2d(32, 3, { padding: 1 }),
    relu(),
    maxPool2d(2),
    conv2d(64, 3, { padding: 1 }),
    relu(),
    conv2d(64, 3, { padding: 1 }),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(512),
    relu(),
    dense(10),
  ],
  data: idx({
    train: { images: '../../out/bench-data/cifar-train-images', labels: '../../out/bench-data/cifar-train-labels' },
    validation: {
      images: '../../out/bench-data/cifar-validation-images',
      labels: '../../out/bench-data/cifar-validation-labels',
    },
  }),
  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam({ learningRate: 1e-3 }), seed: 1 },
});

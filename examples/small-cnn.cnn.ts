import {
  adam,
  batchNorm2d,
  conv2d,
  cosine,
  crossEntropy,
  dense,
  dropout,
  flatten,
  maxPool2d,
  mnist,
  model,
  randomAffine,
  relu,
  sequential,
} from 'cnn-lab';

/** What most convolutional networks are made of today. */
const block = (channels: number) => sequential([conv2d(channels, 3, { padding: 1 }), batchNorm2d(), relu()]);

/**
 * A small network of today's parts for handwritten digits: 3×3 convolutions, batch normalisation, ReLU, max pooling,
 * dropout, and digits that are shifted, turned and scaled a little in every epoch. 117,626 parameters.
 */
export default model({
  name: 'Small CNN',
  input: [1, 28, 28],
  layers: [
    block(16),
    block(16),
    maxPool2d(2),

    block(32),
    block(32),
    maxPool2d(2),

    flatten(),
    dense(64),
    relu(),
    dropout(0.3),
    dense(10),
  ],
  data: mnist({ augment: [randomAffine(10, { translate: [0.08, 0.08], scale: [0.9, 1.1] })] }),
  training: {
    epochs: 8,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(2e-3) }),
    seed: 1,
  },
});

import { adam, conv2d, cosine, crossEntropy, dense, flatten, maxPool2d, mnist, model, relu } from 'cnn-lab';

/**
 * Convolutions with ReLU and max pooling, for the pictures of Zeiler & Fergus (2014): their deconvnet, which leads
 * what a feature map answers to back to pixels, is defined for these two. The last maps see 24×24 pixels.
 */
export default model({
  name: 'ReLU net',
  input: [1, 28, 28], // [channels, height, width]
  layers: [
    conv2d(16, 5, { padding: 2 }),
    relu(),
    maxPool2d(2),
    conv2d(32, 5, { padding: 2 }),
    relu(),
    maxPool2d(2),
    conv2d(64, 3, { padding: 1 }),
    relu(),
    flatten(),
    dense(64),
    relu(),
    dense(10),
  ],
  data: mnist(),
  training: {
    epochs: 10,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(1e-3) }),
    seed: 1,
  },
});

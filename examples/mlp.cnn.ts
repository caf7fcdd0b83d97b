import { adam, cosine, crossEntropy, dense, dropout, flatten, mnist, model, relu } from 'cnn-lab';

/**
 * A multi-layer perceptron, to compare with: it has no convolutions, so every pixel has weights of its own, and a digit
 * that is moved by one pixel is another input. Nine times the parameters of LeNet-5: 535,818.
 */
export default model({
  name: 'MLP',
  input: [1, 28, 28],
  layers: [
    flatten(), // 784 numbers that no longer know which pixels were neighbours
    dense(512),
    relu(),
    dropout(0.2),
    dense(256),
    relu(),
    dropout(0.2),
    dense(10),
  ],
  data: mnist(),
  training: {
    epochs: 12,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(1e-3) }),
    seed: 1,
  },
});

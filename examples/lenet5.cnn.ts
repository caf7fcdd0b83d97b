import { adam, avgPool2d, conv2d, cosine, crossEntropy, dense, flatten, mnist, model, tanh } from 'cnn-lab';

/**
 * LeNet-5 in its modern form (LeCun, Bottou, Bengio & Haffner, 1998): 61,706 parameters.
 * The digits are 28×28; a padding of 2 gives the paper's 32×32.
 */
export default model({
  name: 'LeNet-5',
  input: [1, 28, 28], // [channels, height, width]
  layers: [
    conv2d(6, 5, { padding: 2 }),
    tanh(),
    avgPool2d(2),
    conv2d(16, 5),
    tanh(),
    avgPool2d(2),
    flatten(),
    dense(120),
    tanh(),
    dense(84),
    tanh(),
    dense(10),
  ],
  data: mnist(),
  training: {
    epochs: 12,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(2e-3) }),
    seed: 1,
  },
});

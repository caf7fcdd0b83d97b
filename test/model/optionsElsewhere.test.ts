/** Calls with the options of PyTorch and Keras: no message may suggest what means something else. */
import assert from 'node:assert/strict';
import { analyseText, chain } from '../sandbox/sandbox.ts';

async function saidOf(text: string): Promise<string> {
  const { diagnostics } = await analyseText(text);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
    .join('\n');
}

describe('options of PyTorch and Keras', () => {
  for (const [call, message] of [
    ["conv2d(8, 3, { padding_mode: 'reflect' })", /no option padding_mode\. Padding is with zeros only/],
    ["conv2d(8, 3, { bias_initializer: 'zeros' })", /Weights are initialised as PyTorch does/],
    ["conv2d(8, 3, { kernel_regularizer: 'l2' })", /as weight decay: sgd\(\{ weightDecay: 1e-4 \}\)/],
    ['conv2d(8, 3, { same: true })', /Write padding: 'same'\./],
    ["maxPool2d(2, { data_format: 'channels_last' })", /always channels×height×width/],
    ['softmax({ dim: 1 })', /always works on the channels/],
    ['layerNorm({ axis: -1 })', /always covers channels, height and width/],
    ['flatten({ start_dim: 1 })', /always flattens everything but the batch/],
    ['batchNorm2d({ scale: false })', /or neither: affine: false/],
    ['layerNorm({ elementwise_affine: true })', /Did you mean affine\?/],
    ['relu({ negative_slope: 0.1 })', /is leakyRelu\(0\.1\)/],
    ['leakyRelu({ alpha: 0.2 })', /^negativeSlope is not an option but an argument: leakyRelu\(0\.2\)\.$/],
    ['upsample2d(2, { size: 56 })', /It takes a factor: upsample2d\(2\)/],
    ['upsample2d(2, { scale: 2 })', /^scale is not an option but an argument/],
    ['localResponseNorm(5, { depth_radius: 2 })', /the whole size, 2 · depth_radius \+ 1/],
    ['groupNorm({ num_groups: 1, num_channels: 1 })', /^groups is not an option but an argument: groupNorm\(1\)\.$/],
    ['conv2d({ in_channels: 1, out_channels: 8, kernel_size: 3 })', /an argument: conv2d\(8, 3\)\.$/],
  ] as const) {
    it(`are answered in ${call}`, async () => {
      assert.match(await saidOf(chain(call)), message);
    });
  }

  const training = (optimizer: string, more = '', loss = 'cnn.crossEntropy()') =>
    "import * as cnn from 'cnn-lab';\nconst { adam, cosine, exponential, rmsprop, sgd, stepDecay, multiStepDecay } = cnn;\n" +
    'export default cnn.model({ input: [1, 28, 28], layers: [cnn.flatten(), cnn.dense(10)], ' +
    `training: { epochs: 90, batchSize: 64, loss: ${loss}, optimizer: ${optimizer}${more} } });\n`;
  const rate = (schedule: string) => `sgd({ learningRate: ${schedule} })`;

  for (const [optimizer, message] of [
    ['adam({ betas: [0.9, 0.999] })', /one for each: beta1: 0\.9, beta2: 0\.999\.$/],
    ['adam({ momentum: 0.9 })', /Did you mean beta1\?$/],
    ['rmsprop({ rho: 0.9 })', /Did you mean alpha\?$/],
    ['sgd({ clipnorm: 1 })', /training: \{ clipGradNorm: … \}/],
    ['sgd({ schedule: cosine(0.1) })', /as its learning rate/],
    [rate('cosine(0.1, { T_max: 90 })'), /falls until the end of the training/],
    [rate('cosine(0.1, { eta_min: 0 })'), /Did you mean finalLearningRate\?$/],
    [rate('stepDecay(0.1, { step_size: 30 })'), /Did you mean epochs\?$/],
    [rate('stepDecay(0.1, { epochs: 30, factor: 0.1 })'), /Did you mean gamma\?$/],
    [rate('multiStepDecay(0.1, { milestones: [30, 60] })'), /Did you mean epochs\?$/],
    [rate('exponential(0.1, 0.95)'), /^Options are named\. Write exponential\(0\.1, \{ gamma: 0\.95 \}\)\.$/],
    [rate('exponential(0.1, { decay_rate: 0.9 })'), /Did you mean gamma\?$/],
  ] as const) {
    it(`are answered in ${optimizer}`, async () => {
      assert.match(await saidOf(training(optimizer)), message);
    });
  }

  it('are answered in training', async () => {
    assert.match(await saidOf(training('adam()', ', shuffle: true')), /shuffled anew in every epoch/);
    assert.match(await saidOf(training('adam()', ", metrics: ['accuracy']")), /accuracy are always measured/);
    assert.match(await saidOf(training('adam()', ', dropout: 0.5')), /It is a layer: dropout/);
    assert.match(
      await saidOf(training('adam()', '', 'cnn.crossEntropy({ from_logits: false })')),
      /without softmax or sigmoid/,
    );
    assert.match(
      await saidOf(training('adam()', '', 'cnn.meanSquaredError({ reduction: 1 })')),
      /^meanSquaredError takes no arguments\./,
    );
  });
});

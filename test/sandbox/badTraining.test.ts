/** What is wrong with losses, optimizers, schedules and clipping, and where. */
import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import { analyseText, textAt } from './sandbox.ts';

/** A model file whose `training` has these options beside, or instead of, the usual ones. */
const modelFile = (options: string, layers = 'flatten(), dense(10)') =>
  `import { ${Object.keys(cnn).join(', ')} } from 'cnn-lab';\n` +
  `const usual = { epochs: 4, batchSize: 8, loss: crossEntropy(), optimizer: adam() };\n` +
  `export default model({ input: [1, 28, 28], layers: [${layers}], training: { ...usual, ${options} } });\n`;

type Case = readonly [options: string, underlined: string, code: string, message: RegExp];

const optimizer = (text: string, ...rest: [string, string, RegExp]): Case => [`optimizer: ${text}`, ...rest];
const rate = (text: string, ...rest: [string, string, RegExp]): Case =>
  optimizer(`sgd({ learningRate: ${text} })`, ...rest);

const errors: readonly Case[] = [
  ['loss: crossEntropy({ smoothing: 0.1 })', 'smoothing', 'unknown-option', /It takes labelSmoothing/],
  ['loss: crossEntropy({ labelSmooth: 0.1 })', 'labelSmooth', 'unknown-option', /Did you mean labelSmoothing\?/],
  ['loss: crossEntropy({ labelSmoothing: 1 })', '1', 'invalid-number', /from 0 on and below 1; it is 1/],
  ['loss: crossEntropy({ labelSmoothing: -0.1 })', '-0.1', 'invalid-number', /from 0 on and below 1/],
  ['loss: adam()', 'adam()', 'not-loss', /must be a loss, such as crossEntropy\(\); it is an optimizer/],
  optimizer('adam({ betas: [0.9, 0.99] })', 'betas', 'unknown-option', /one for each: beta1: 0\.9, beta2: 0\.99/),
  optimizer('adamW({ beta2: 1 })', '1', 'invalid-number', /beta2 of adamW .* below 1/),
  optimizer('adamW({ wd: 0.1 })', 'wd', 'unknown-option', /Did you mean weightDecay\?/),
  optimizer(
    'adamW({ weightDecay: -1 })',
    '-1',
    'invalid-number',
    /weightDecay of adamW must be a finite number from 0/,
  ),
  optimizer('rmsprop({ alpha: 1.2 })', '1.2', 'invalid-number', /alpha of rmsprop/),
  optimizer('rmsprop({ eps: 1e-6 })', 'eps', 'unknown-option', /Did you mean epsilon\?/),
  optimizer('rmsprop({ epsilon: 0 })', '0', 'invalid-number', /above 0/),
  optimizer('rmsprop({ centred: true })', 'centred', 'unknown-option', /Did you mean centered\?/),
  optimizer('rmsprop({ centered: 1 })', '1', 'invalid-argument', /true or false/),
  optimizer('sgd({ clipGradNorm: 1 })', 'clipGradNorm', 'unknown-option', /It belongs to training: \{ clipGradNorm/),
  ['epochs: undefined, epoch: 3', 'epoch', 'unknown-option', /Did you mean epochs\?/],
  ['lr: 1', 'lr', 'unknown-option', /It belongs to the optimizer, as learningRate: adam/],
  ['labelSmoothing: 0.1', 'labelSmoothing', 'unknown-option', /It belongs to the loss: crossEntropy/],
  optimizer('sgd({ momentum: 1 })', '1', 'invalid-number', /momentum of sgd/),
  optimizer('sgd({ dampening: 2 })', '2', 'invalid-number', /dampening of sgd .* from 0 to 1; it is 2/),
  optimizer('sgd({ nesterov: true })', 'true', 'nesterov-without-momentum', /Add momentum: 0\.9/),
  optimizer(
    'sgd({ nesterov: true, momentum: 0.9, dampening: 0.1 })',
    '0.1',
    'nesterov-with-dampening',
    /needs dampening 0; it is 0\.1/,
  ),
  rate('0', '0', 'invalid-number', /learningRate of sgd must be a finite number above 0/),
  rate(
    "'cosine'",
    "'cosine'",
    'invalid-argument',
    /must be a number or a schedule, such as cosine\(0\.1\); it is 'cosine'/,
  ),
  rate('0 / 0', '0 / 0', 'invalid-number', /it is NaN/),
  rate('sgd()', 'sgd()', 'not-schedule', /must be a learning rate schedule/),
  rate('cosine(-1)', '-1', 'invalid-number', /learningRate of cosine/),
  rate('stepDecay(0.1)', 'stepDecay(0.1)', 'missing-argument', /add \{ epochs: 5 \} or \{ steps: 500 \}/),
  rate('stepDecay(0.1, { epochs: 2, steps: 3 })', '3', 'epochs-and-steps', /epochs or steps, not both/),
  rate('stepDecay(0.1, { steps: 1.5 })', '1.5', 'invalid-size', /steps of stepDecay must be a positive integer/),
  rate('stepDecay(0.1, { epochs: 0 })', '0', 'invalid-number', /epochs of stepDecay .* above 0/),
  rate('stepDecay(0.1, { epochs: 2, gamma: 1.5 })', '1.5', 'invalid-number', /gamma of stepDecay .* up to 1/),
  rate('stepDecay(0.1, { stepSize: 5 })', 'stepSize', 'unknown-option', /Did you mean epochs\?/),
  rate(
    'multiStepDecay(0.1)',
    'multiStepDecay(0.1)',
    'missing-argument',
    /add \{ epochs: \[80, 120\] \} or \{ steps: \[32000, 48000\] \}/,
  ),
  rate(
    'multiStepDecay(0.1, { epochs: 80 })',
    '80',
    'invalid-argument',
    /epochs of multiStepDecay must be a list of milestones: \[80, 120\]; it is 80/,
  ),
  rate('multiStepDecay(0.1, { steps: [] })', '[]', 'invalid-argument', /must be a list of milestones.* it is \[\]/),
  rate('multiStepDecay(0.1, { steps: [9, 1.5] })', '1.5', 'invalid-size', /steps\[1\] of multiStepDecay must be/),
  rate(
    'multiStepDecay(0.1, { epochs: [8, 12, 12] })',
    '12',
    'not-rising',
    /epochs\[2\] of multiStepDecay must be larger than the one before, 12; it is 12/,
  ),
  rate('multiStepDecay(0.1, { epochs: [1], steps: [3] })', '[3]', 'epochs-and-steps', /epochs or steps, not both/),
  rate('multiStepDecay(0.1, { milestones: [3] })', 'milestones', 'unknown-option', /Did you mean epochs\?/),
  rate('exponential(0.1)', 'exponential(0.1)', 'missing-argument', /gamma of exponential is missing/),
  rate('exponential(0.1, { gamma: 0 })', '0', 'invalid-number', /gamma of exponential .* above 0/),
  rate('warmup(cosine(0.1))', 'warmup(cosine(0.1))', 'missing-argument', /warmup needs a duration/),
  rate('warmup(cosine(0.1), { epochs: 1, startFactor: 0 })', '0', 'invalid-number', /startFactor of warmup .* above 0/),
  rate('warmup(cosine(0), { epochs: 1 })', '0', 'invalid-number', /learningRate of cosine/),
  rate(
    'warmup(warmup(0.1, { steps: 3 }), { epochs: 1 })',
    'warmup(0.1, { steps: 3 })',
    'invalid-argument',
    /a schedule that can follow a warm-up/,
  ),
  ['clipGradNorm: 0', '0', 'invalid-number', /clipGradNorm of training must be a finite number above 0/],
  ['clipGradValue: -1', '-1', 'invalid-number', /clipGradValue of training/],
  ['clipGradNorm: 1, clipGradValue: 0.5', '0.5', 'clipped-twice', /by their norm or by value, not both/],
  ['clipGrad: 1', 'clipGrad', 'unknown-option', /Did you mean clipGradNorm\?/],
];

describe('a training with something wrong', () => {
  for (const [options, underlined, code, message] of errors) {
    it(`${options}: an error at ${underlined}`, async () => {
      const text = modelFile(options);
      const { diagnostics, spec } = await analyseText(text);
      assert.equal(spec, null);
      assert.deepEqual(
        diagnostics.map((each) => [each.code, textAt(text, each.range)]),
        [[code, underlined]],
      );
      assert.match(diagnostics[0]!.message, message);
    });
  }

  const outputs: readonly (readonly [layers: string, loss: string, code: string | null, message: RegExp])[] = [
    ['flatten(), dense(10), softmax()', 'crossEntropy()', 'softmax-before-loss', /Remove this softmax\(\)/],
    ['flatten(), dense(10), sigmoid()', 'binaryCrossEntropy()', 'sigmoid-before-loss', /applies the sigmoid itself/],
    ['flatten(), dense(10), softmax()', 'meanSquaredError()', null, /^/],
    ['flatten(), dense(1)', 'crossEntropy()', 'one-output', /or binaryCrossEntropy\(\) for two classes/],
    ['flatten(), dense(1)', 'binaryCrossEntropy()', null, /^/],
  ];
  for (const [layers, loss, code, message] of outputs) {
    it(`${layers} with ${loss}: ${code ?? 'nothing'}`, async () => {
      const { diagnostics } = await analyseText(modelFile(`loss: ${loss}`, layers));
      assert.deepEqual(
        diagnostics.map((each) => each.code),
        code === null ? [] : [code],
      );
      assert.match(diagnostics[0]?.message ?? '', message);
    });
  }

  it('counts one output as two classes', async () => {
    const text = modelFile('loss: binaryCrossEntropy()', 'flatten(), dense(1)').replace(
      'training',
      'data: mnist(), training',
    );
    const { diagnostics } = await analyseText(text);
    assert.match(diagnostics[0]!.message, /distinguishes 2 classes, but its data has 10/);
  });

  it('warns of a warm-up that lasts as long as the training', async () => {
    const schedule = 'warmup(cosine(0.1), { epochs: 4 })';
    const text = modelFile(`optimizer: sgd({ learningRate: ${schedule} })`);
    const { diagnostics, spec } = await analyseText(text);
    assert.ok(spec);
    const [{ severity, code, range, message } = assert.fail()] = diagnostics;
    assert.deepEqual([severity, code, textAt(text, range)], ['warning', 'warmup-too-long', '4']);
    assert.match(message, /takes 4 of 4 epochs/);
  });
});

/** Arguments that a builder cannot take. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const valueLessons = () =>
  ({
    'invalid-size': {
      severity: 'error',
      title: l10n.t('An invalid size'),
      text: l10n.t(
        'Channels, units, kernels, strides and paddings are whole numbers: one for both axes, or `[height, width]`. Divisions make fractions (`Math.floor()` rounds down), and arithmetic with something undefined makes `NaN`.',
      ),
      wrong: 'conv2d(6, 2.5)',
      right: 'conv2d(6, 3)',
    },
    'invalid-number': {
      severity: 'error',
      title: l10n.t('A number out of bounds'),
      text: l10n.t(
        'Rates, probabilities and shares have bounds, which the message names: a dropout of 1 would drop everything, a learning rate of 0 would learn nothing.',
      ),
      wrong: 'flatten(), dropout(1), dense(10)',
      right: 'flatten(), dropout(0.5), dense(10)',
    },
    'invalid-range': {
      severity: 'error',
      title: l10n.t('An invalid range'),
      text: l10n.t(
        'Random changes to images take a range `[least, most]`, smaller number first, or one number for a range around the identity.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist({ augment: [randomRotation([10, -10])] }),\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist({ augment: [randomRotation([-10, 10])] }),\n});',
    },
    'invalid-argument': {
      severity: 'error',
      title: l10n.t('An argument of the wrong kind'),
      text: l10n.t(
        'The message says what is expected here and what was found. Options come last, as one object: `conv2d(16, 3, { stride: 2 })`, not `conv2d(16, 3, 2)`. The size of the input is inferred, so it is not given: PyTorch’s `Conv2d(1, 16, 3)` is `conv2d(16, 3)`.',
      ),
      wrong: 'conv2d(16, 4, 2)',
      right: 'conv2d(16, 4, { stride: 2 })',
    },
    'missing-argument': {
      severity: 'error',
      title: l10n.t('An argument is missing'),
      text: l10n.t(
        'Some arguments have no default: a convolution needs its channels and its kernel, a model its input. The message names the missing argument and shows how to write the call.',
      ),
      wrong: 'conv2d(16)',
      right: 'conv2d(16, 3)',
    },
    'too-many-arguments': {
      severity: 'error',
      title: l10n.t('Too many arguments'),
      text: l10n.t('The call takes fewer arguments. Further settings are options, in one object at the end.'),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x, x) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'unknown-option': {
      severity: 'error',
      title: l10n.t('An option with an unknown name'),
      text: l10n.t(
        'A misspelled option would be silently ignored, and the model would not be what it appears to be. The message suggests the closest name, or the call that takes the option.',
      ),
      wrong: 'conv2d(16, 4, { strides: 2 })',
      right: 'conv2d(16, 4, { stride: 2 })',
    },
    'invalid-name': {
      severity: 'error',
      title: l10n.t('A name that is not an identifier'),
      text: l10n.t(
        'Layer names become names of weights in checkpoints and of variables in exported code. Use letters, digits and `_`, and do not start with a digit.',
      ),
      wrong: "conv2d(16, 3, { name: 'first layer' })",
      right: "conv2d(16, 3, { name: 'first_layer' })",
    },
    'duplicate-name': {
      severity: 'error',
      title: l10n.t('Two layers with the same name'),
      text: l10n.t(
        'Weights are stored under the name of their layer, so each name must be unique. Layers without a name get one: `conv2d_1`, `conv2d_2` …',
      ),
      wrong: "conv2d(16, 3, { name: 'stem' }), conv2d(16, 3, { name: 'stem' })",
      right: "conv2d(16, 3, { name: 'stem' }), conv2d(16, 3)",
    },
    'not-layer': {
      severity: 'error',
      title: l10n.t('Not a layer'),
      text: l10n.t(
        'A layer is expected here, such as `conv2d(16, 3)` or `relu()`. Parentheses are easily forgotten: `relu` alone is the function that creates layers.',
      ),
      wrong: 'conv2d(16, 3), relu',
      right: 'conv2d(16, 3), relu()',
    },
    'not-tensor': {
      severity: 'error',
      title: l10n.t('Not a tensor'),
      text: l10n.t(
        'A graph is made of tensors: the result of `input([…])`, and the result of applying a layer to a tensor. `relu()` is a layer; `relu()(x)` is a tensor.',
      ),
      wrong: 'export default model({ inputs: input([1, 28, 28]), outputs: relu() });',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'not-data': {
      severity: 'error',
      title: l10n.t('Not data'),
      text: l10n.t('`data` is what `mnist()`, `idx({ … })` or `imageFolder(…)` returns.'),
      wrong: "export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: './images' });",
      right:
        "export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: imageFolder('./images', { size: 28, channels: 1 }) });",
    },
    'not-augmentation': {
      severity: 'error',
      title: l10n.t('Not an augmentation'),
      text: l10n.t('`augment` is a list of random changes to images, such as `randomHorizontalFlip()`.'),
      wrong:
        "export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist({ augment: ['flip'] }) });",
      right:
        'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist({ augment: [randomHorizontalFlip()] }) });',
    },
    'not-loss': {
      severity: 'error',
      title: l10n.t('Not a loss'),
      text: l10n.t('`loss` is what `crossEntropy()`, `binaryCrossEntropy()` or `meanSquaredError()` returns.'),
      wrong:
        "export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 1, batchSize: 64, loss: 'crossEntropy', optimizer: adam() },\n});",
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
    },
    'not-optimizer': {
      severity: 'error',
      title: l10n.t('Not an optimizer'),
      text: l10n.t('`optimizer` is what `sgd({ … })`, `adam()`, `adamW()` or `rmsprop()` returns.'),
      wrong:
        "export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: 'adam' },\n});",
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
    },
    'not-schedule': {
      severity: 'error',
      title: l10n.t('Not a schedule'),
      text: l10n.t('A learning rate is a number above 0, or a schedule such as `cosine(2e-3)`.'),
      wrong: null,
      right: null,
    },
    'not-model': {
      severity: 'error',
      title: l10n.t('Not a model here'),
      text: l10n.t('The result of `model({ … })` is expected here.'),
      wrong: null,
      right: null,
    },
    'not-rising': {
      severity: 'error',
      title: l10n.t('Milestones that do not increase'),
      text: l10n.t('`multiStepDecay` lowers the learning rate at each milestone in turn, so they must increase.'),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 90, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: multiStepDecay(0.1, { epochs: [60, 30] }) }) },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 90, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: multiStepDecay(0.1, { epochs: [30, 60] }) }) },\n});',
    },
    'epochs-and-steps': {
      severity: 'error',
      title: l10n.t('A duration in both epochs and steps'),
      text: l10n.t('A duration is given either in epochs or in steps.'),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 90, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: stepDecay(0.1, { epochs: 30, steps: 100 }) }) },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 90, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: stepDecay(0.1, { epochs: 30 }) }) },\n});',
    },
    'warmup-too-long': {
      severity: 'warning',
      title: l10n.t('A warm-up as long as the training'),
      text: l10n.t(
        'The learning rate rises during the warm-up and follows its schedule afterwards. If training ends first, the schedule never starts.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: warmup(0.1, { epochs: 10 }) }) },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 50, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: warmup(0.1, { epochs: 5 }) }) },\n});',
    },
    'nesterov-without-momentum': {
      severity: 'error',
      title: l10n.t('Nesterov without momentum'),
      text: l10n.t('Nesterov’s method looks ahead along the momentum, so it needs a momentum above 0.'),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: 0.1, nesterov: true }) },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: 0.1, nesterov: true, momentum: 0.9 }) },\n});',
    },
    'nesterov-with-dampening': {
      severity: 'error',
      title: l10n.t('Nesterov with dampening'),
      text: l10n.t('As in PyTorch, Nesterov’s momentum takes no dampening.'),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: 0.1, nesterov: true, momentum: 0.9, dampening: 0.1 }) },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: sgd({ learningRate: 0.1, nesterov: true, momentum: 0.9 }) },\n});',
    },
    'clipped-twice': {
      severity: 'error',
      title: l10n.t('Gradients clipped in two ways'),
      text: l10n.t(
        '`clipGradNorm` scales down all gradients together, `clipGradValue` clips each value. Use one of them.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: adam(), clipGradNorm: 1, clipGradValue: 1 },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  training: { epochs: 5, batchSize: 64, loss: crossEntropy(), optimizer: adam(), clipGradNorm: 1 },\n});',
    },
  }) satisfies Readonly<Record<string, Lesson>>;

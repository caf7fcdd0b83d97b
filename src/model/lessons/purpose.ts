/** Models whose parts, data and training do not belong together. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const purposeLessons = () =>
  ({
    'no-layers': {
      severity: 'error',
      title: l10n.t('A model without layers'),
      text: l10n.t('A model is a chain, with `input` and `layers`, or a graph, with `inputs` and `outputs`.'),
      wrong: 'export default model({ input: [1, 28, 28], layers: [] });',
      right: 'export default model({ input: [1, 28, 28], layers: [conv2d(6, 5), relu(), flatten(), dense(10)] });',
    },
    'chain-and-graph': {
      severity: 'error',
      title: l10n.t('A chain and a graph at once'),
      text: l10n.t(
        'A model is a chain, with `input` and `layers`, or a graph, with `inputs` and `outputs`. The graph can hold chains: `sequential([…])(x)`.',
      ),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ input: [1, 28, 28], layers: [relu()], inputs: x, outputs: relu()(x) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'not-an-input': {
      severity: 'error',
      title: l10n.t('inputs that are no input'),
      text: l10n.t('`inputs` is what `input([channels, height, width])` returned, not what a layer made of it.'),
      wrong:
        'export default (() => {\n  const x = relu()(input([1, 28, 28]));\n  return model({ inputs: x, outputs: x });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'unused-input': {
      severity: 'error',
      title: l10n.t('An input that nothing uses'),
      text: l10n.t(
        'The outputs do not depend on the input that the model names. Two calls of `input()` make two inputs, even of the same shape.',
      ),
      wrong: 'export default model({ inputs: input([1, 28, 28]), outputs: relu()(input([1, 28, 28])) });',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'dead-end': {
      severity: 'warning',
      title: l10n.t('A branch that leads nowhere'),
      text: l10n.t(
        'What this layer puts out is used by nothing on the way to `outputs`, so the model is trained without the branch. Often a variable was forgotten in `add` or `concat`, or another of a similar name was meant.',
      ),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const y = relu()(x);\n  tanh()(y);\n  return model({ inputs: x, outputs: y });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const y = relu()(x);\n  return model({ inputs: x, outputs: add(y, tanh()(y)) });\n})();',
    },
    'unused-layer': {
      severity: 'warning',
      title: l10n.t('A layer that nothing uses'),
      text: l10n.t(
        'A call such as `conv2d(16, 3)` only builds a layer. It becomes part of the model where it is applied to a tensor, as in `conv2d(16, 3)(x)`, or stands in the list of layers. Neither is done with this one, so the model is trained without it.',
      ),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const conv = conv2d(8, 3);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const conv = conv2d(8, 3);\n  return model({ inputs: x, outputs: relu()(conv(x)) });\n})();',
    },
    'another-input': {
      severity: 'error',
      title: l10n.t('A second input'),
      text: l10n.t('A model takes one image. Here a second `input()` flows in; use the same in both places.'),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: add(x, input([1, 28, 28])) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: add(x, relu()(x)) });\n})();',
    },
    'data-shape': {
      severity: 'error',
      title: l10n.t('Images of another shape than the input'),
      text: l10n.t(
        'The input of the model is `[channels, height, width]` of one image. Grey images have one channel, colour images three.',
      ),
      wrong: 'export default model({ input: [3, 32, 32], layers: [flatten(), dense(10)], data: mnist() });',
      right: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist() });',
    },
    'data-missing': {
      severity: 'warning',
      title: l10n.t('Data that is not there'),
      text: l10n.t(
        'There is no folder or file at this path, which is taken from the folder of the model file. Training stops until it is there. The model itself is right, and sizes, parameters and the diagram need no data; it can be trained where its data is.\n\nIn Restricted Mode nothing is looked at.',
      ),
      wrong: null,
      right: null,
    },
    'data-unusable': {
      severity: 'error',
      title: l10n.t('Data that cannot be trained on'),
      text: l10n.t(
        'What is at this path would stop training, and the message says why: a folder of `imageFolder` without a folder for each class, a class without images, held-out images of an unknown class; a file of `idx` that is no IDX file, is cut short, or has not one label for each image. Names and headers are looked at, and no image is decoded, so training can still find one that is damaged.\n\nIt is looked at again when something changes there, when the model file is saved, and when the window gets the focus. In Restricted Mode nothing is looked at.',
      ),
      wrong: null,
      right: null,
    },
    'output-not-vector': {
      severity: 'error',
      title: l10n.t('A classifier that outputs a feature map'),
      text: l10n.t(
        'To learn classes, a model puts out one number for each of them. End it with `flatten()` and `dense(classes)`, or with `globalAvgPool2d()`, `flatten()` and `dense(classes)`.',
      ),
      wrong: 'export default model({ input: [1, 28, 28], layers: [conv2d(10, 5), relu()], data: mnist() });',
      right:
        'export default model({ input: [1, 28, 28], layers: [conv2d(10, 5), relu(), flatten(), dense(10)], data: mnist() });',
    },
    'one-output': {
      severity: 'error',
      title: l10n.t('Cross-entropy over one output'),
      text: l10n.t(
        'Softmax makes probabilities that sum to one: of a single output that is 1, whatever the image. For two classes, use two outputs, or one output with `binaryCrossEntropy()`.',
      ),
      wrong:
        'export default model({\n  input: [3, 32, 32],\n  layers: [flatten(), dense(1)],\n  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
      right:
        'export default model({\n  input: [3, 32, 32],\n  layers: [flatten(), dense(1)],\n  training: { epochs: 1, batchSize: 64, loss: binaryCrossEntropy(), optimizer: adam() },\n});',
    },
    'too-few-classes': {
      severity: 'error',
      title: l10n.t('More classes than outputs'),
      text: l10n.t(
        'Every class of the data needs an output of its own. The classes of `imageFolder` are the folders in it, those of `idx` the numbers in its labels; they are counted beside the evaluation of the model file, which itself reads nothing.',
      ),
      wrong: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(5)], data: mnist() });',
      right: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist() });',
    },
  }) satisfies Readonly<Record<string, Lesson>>;

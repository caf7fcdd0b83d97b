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
      title: l10n.t('inputs that are not an input'),
      text: l10n.t('`inputs` is what `input([channels, height, width])` returns, not the output of a layer.'),
      wrong:
        'export default (() => {\n  const x = relu()(input([1, 28, 28]));\n  return model({ inputs: x, outputs: x });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'unused-input': {
      severity: 'error',
      title: l10n.t('An unused input'),
      text: l10n.t(
        'The outputs do not depend on the input that the model declares. Two calls to `input()` create two inputs, even if they have the same shape.',
      ),
      wrong: 'export default model({ inputs: input([1, 28, 28]), outputs: relu()(input([1, 28, 28])) });',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
    },
    'dead-end': {
      severity: 'warning',
      title: l10n.t('A branch that leads nowhere'),
      text: l10n.t(
        'Nothing on the path to `outputs` uses the output of this layer, so the model is trained without the branch. Often a variable is missing from `add` or `concat`, or one with a similar name was used by mistake.',
      ),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const y = relu()(x);\n  tanh()(y);\n  return model({ inputs: x, outputs: y });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const y = relu()(x);\n  return model({ inputs: x, outputs: add(y, tanh()(y)) });\n})();',
    },
    'unused-layer': {
      severity: 'warning',
      title: l10n.t('An unused layer'),
      text: l10n.t(
        'A call such as `conv2d(16, 3)` only creates a layer. The layer becomes part of the model when it is applied to a tensor, as in `conv2d(16, 3)(x)`, or listed in `layers`. This one is neither, so the model is trained without it.',
      ),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const conv = conv2d(8, 3);\n  return model({ inputs: x, outputs: relu()(x) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  const conv = conv2d(8, 3);\n  return model({ inputs: x, outputs: relu()(conv(x)) });\n})();',
    },
    'another-input': {
      severity: 'error',
      title: l10n.t('A second input'),
      text: l10n.t('A model has one input. Here a second `input()` is used; use the same one in both places.'),
      wrong:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: add(x, input([1, 28, 28])) });\n})();',
      right:
        'export default (() => {\n  const x = input([1, 28, 28]);\n  return model({ inputs: x, outputs: add(x, relu()(x)) });\n})();',
    },
    'data-shape': {
      severity: 'error',
      title: l10n.t('Images of a different shape than the input'),
      text: l10n.t(
        'The input of the model is `[channels, height, width]` of one image. Grey images have one channel, colour images three.',
      ),
      wrong: 'export default model({ input: [3, 32, 32], layers: [flatten(), dense(10)], data: mnist() });',
      right: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist() });',
    },
    'data-missing': {
      severity: 'warning',
      title: l10n.t('Data that does not exist'),
      text: l10n.t(
        'There is no folder or file at this path, which is relative to the folder of the model file. The model cannot be trained until there is. The model itself is valid: sizes, parameters and the diagram need no data, and it can be trained on a machine that has the data.\n\nIn Restricted Mode, data is not checked.',
      ),
      wrong: null,
      right: null,
    },
    'data-unusable': {
      severity: 'error',
      title: l10n.t('Data that cannot be trained on'),
      text: l10n.t(
        'Training would fail on the data at this path, and the message says why: a folder of `imageFolder` without a folder for each class, a class without images, validation images of an unknown class; a file of `idx` that is not an IDX file, is truncated, or does not have one label per image. Names and headers are checked and no image is decoded, so training can still find one that is damaged.\n\nThe data is checked again when it changes, when the model file is saved, and when the window gets the focus. In Restricted Mode, data is not checked.',
      ),
      wrong: null,
      right: null,
    },
    'output-not-vector': {
      severity: 'error',
      title: l10n.t('A classifier that outputs a feature map'),
      text: l10n.t(
        'A classifier outputs one number per class. End it with `flatten()` and `dense(classes)`, or with `globalAvgPool2d()`, `flatten()` and `dense(classes)`.',
      ),
      wrong: 'export default model({ input: [1, 28, 28], layers: [conv2d(10, 5), relu()], data: mnist() });',
      right:
        'export default model({ input: [1, 28, 28], layers: [conv2d(10, 5), relu(), flatten(), dense(10)], data: mnist() });',
    },
    'one-output': {
      severity: 'error',
      title: l10n.t('Cross-entropy over one output'),
      text: l10n.t(
        'Softmax outputs probabilities that sum to one, so a single output is 1 for every image. For two classes, use two outputs, or one output with `binaryCrossEntropy()`.',
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
        'Every class in the data needs its own output. The classes of `imageFolder` are its subfolders, those of `idx` the numbers in its labels; they are counted separately from the evaluation of the model file, which itself reads no files.',
      ),
      wrong: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(5)], data: mnist() });',
      right: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)], data: mnist() });',
    },
    'batch-too-large': {
      severity: 'error',
      title: l10n.t('A batch too large for the memory'),
      text: l10n.t(
        'Training keeps the outputs of all layers for every image of a batch until their gradients are computed, so its memory grows with the batch size; weights and the optimizer’s state come on top. What the model needs is counted and compared with what is free on this machine. On another machine, or with other programs closed, the same batch may fit.\n\nUse the batch size that the message names, or less, and a learning rate in proportion. Fewer channels, smaller images or pooling earlier leave room for larger batches. On a GPU (the setting `cnnLab.device`) its own memory counts, which training finds out.',
      ),
      wrong: null,
      right: null,
    },
  }) satisfies Readonly<Record<string, Lesson>>;

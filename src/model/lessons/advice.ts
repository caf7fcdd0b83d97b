/** Models that train and could be better: what one learns from each. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const adviceLessons = () =>
  ({
    'size-does-not-divide': {
      severity: 'information',
      title: l10n.t('Pixels dropped at the border'),
      text: l10n.t(
        'A window of K pixels that moves S at a time fits ⌊(W − K + P) / S⌋ + 1 times. If the division leaves a remainder, the last pixels at the bottom and on the right are never used. In a large image this hardly matters; in a 7×7 map, pooling by 2 discards a quarter of the pixels.\n\nPad the end, let pooling round up with `ceilMode: true`, or choose sizes that divide evenly.',
      ),
      wrong: 'conv2d(8, 5, { padding: 1 }), relu(), maxPool2d(3), flatten(), dense(10)',
      right: 'conv2d(8, 5, { padding: 1 }), relu(), maxPool2d(3, { ceilMode: true }), flatten(), dense(10)',
    },
    'dead-stride': {
      severity: 'warning',
      title: l10n.t('A stride that skips pixels'),
      text: l10n.t(
        'A stride larger than the window skips the pixels in between: no weight ever sees them, and that part of the image is lost. A dilated kernel skips as many where dilation and stride have a common divisor.\n\nUse a stride no larger than the window. A 1×1 convolution with stride 2 beside a block, as in ResNet, is not reported: the block sees the pixels that it skips.',
      ),
      wrong: 'conv2d(8, 3, { stride: 4 }), relu(), flatten(), dense(10)',
      right: 'conv2d(8, 4, { stride: 4 }), relu(), flatten(), dense(10)',
    },
    bottleneck: {
      severity: 'warning',
      title: l10n.t('A bottleneck'),
      text: l10n.t(
        'All information about the image passes through this layer, which has fewer than half as many values as the model has outputs. Whatever follows, the outputs cannot vary independently: ten classes distinguished by four numbers.\n\nGive the layer at least as many units or channels as there are outputs. (Models that learn to compress, with `meanSquaredError()`, need a bottleneck and are not reported.)',
      ),
      wrong: 'flatten(), dense(4), relu(), dense(10)',
      right: 'flatten(), dense(64), relu(), dense(10)',
    },
    'dropout-before-batch-norm': {
      severity: 'warning',
      title: l10n.t('Dropout before batch normalisation'),
      text: l10n.t(
        'In training, dropout raises the variance of the values that pass; in inference it does nothing. A batch normalisation after it records the variance seen in training and divides by it in inference, where it is too large, so accuracy drops for no visible reason (Li et al., “Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift”, 2018).\n\nPut dropout after the last batch normalisation, or remove it.',
      ),
      wrong: 'conv2d(8, 3), dropout(0.5), batchNorm2d(), relu(), globalAvgPool2d(), flatten(), dense(10)',
      right: 'conv2d(16, 7), batchNorm2d(), relu(), maxPool2d(2), flatten(), dropout(0.5), dense(10)',
    },
    'dropout-before-loss': {
      severity: 'warning',
      title: l10n.t('Dropout as last layer'),
      text: l10n.t(
        'Dropout makes units rely on no single value before them. After the last layer there is nothing left to rely on it: it only sets some of the scores of the classes to 0 and enlarges the others, and the loss punishes or rewards the model for chance.\n\nPut dropout before the last dense layer.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(64), relu(), dense(10), dropout(0.5)],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(64), relu(), dropout(0.5), dense(10)],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
    },
    'activation-before-loss': {
      severity: 'warning',
      title: l10n.t('An activation as last layer'),
      text: l10n.t(
        'The loss takes logits: any number, negative ones for what the image is not. ReLU clips those to 0, and where it outputs 0 no gradient flows back: an output can be dead from the start and never learn. A bounded activation, such as tanh, keeps the model from ever being confident.\n\nEnd the model with its dense layer.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10), relu()],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
    },
    'softmax-before-loss': {
      severity: 'warning',
      title: l10n.t('Softmax before cross-entropy'),
      text: l10n.t(
        '`crossEntropy()` takes logits and applies softmax itself, as PyTorch’s `CrossEntropyLoss` does. Applying softmax twice flattens the probabilities: with ten classes no image gets more than 23%, gradients shrink, and training is slow.\n\nRemove the layer. The activation viewer shows probabilities anyway.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10), softmax()],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: crossEntropy(), optimizer: adam() },\n});',
    },
    'sigmoid-before-loss': {
      severity: 'warning',
      title: l10n.t('Sigmoid before binary cross-entropy'),
      text: l10n.t(
        '`binaryCrossEntropy()` takes logits and applies the sigmoid itself, as PyTorch’s `BCEWithLogitsLoss` does. A sigmoid before it leaves probabilities between 50% and 73% only.\n\nRemove the layer.',
      ),
      wrong:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10), sigmoid()],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: binaryCrossEntropy(), optimizer: adam() },\n});',
      right:
        'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist(),\n' +
        '  training: { epochs: 1, batchSize: 64, loss: binaryCrossEntropy(), optimizer: adam() },\n});',
    },
    'one-heavy-layer': {
      severity: 'information',
      title: l10n.t('Most parameters in one dense layer'),
      text: l10n.t(
        'A dense layer has one weight for each pair of input and output. After a feature map that has hardly been downsampled, it holds more than nine tenths of the parameters: it learns slowly, memorises training images and makes checkpoints large, while the convolutions stay small.\n\nPool more before `flatten()`, or put `globalAvgPool2d()` before it, as every network since GoogLeNet and ResNet does.',
      ),
      wrong: 'conv2d(16, 3, { padding: 1 }), relu(), flatten(), dense(128), relu(), dense(10)',
      right:
        'conv2d(16, 3), relu(), maxPool2d(2),\n    conv2d(32, 4), relu(), maxPool2d(2),\n    flatten(), dense(24), relu(), dense(10)',
    },
    'field-too-small': {
      severity: 'information',
      title: l10n.t('A receptive field smaller than the image'),
      text: l10n.t(
        'Global pooling combines features that each see only a part of the image. Their positions are lost, so no later layer can put the parts together: the model knows that there is an eye, but not where.\n\nAdd layers, pooling or strides before it: each pooling of 2 doubles what later layers see. A `flatten()` and a dense layer would keep the positions.',
      ),
      wrong: 'conv2d(16, 3), relu(), conv2d(16, 3), relu(), globalAvgPool2d(), flatten(), dense(10)',
      right:
        'conv2d(16, 3), relu(), maxPool2d(2),\n    conv2d(32, 4), relu(), maxPool2d(2),\n    conv2d(32, 5), relu(), globalAvgPool2d(), flatten(), dense(10)',
    },
    'field-too-large': {
      severity: 'information',
      title: l10n.t('A receptive field far larger than the image'),
      text: l10n.t(
        'From this layer on, each value depends on an area more than twelve times as wide as the image: nearly all of it is padding. Such layers cost time and add little. This happens when a network designed for large images, with its strides and pooling, is used on small ones.\n\nRemove strides or pooling layers at the start (ResNet for 32×32 images starts with a 3×3 convolution with stride 1 and no pooling), or use fewer layers.',
      ),
      wrong:
        "...[16, 32, 64, 64].flatMap((channels) => [conv2d(channels, 7, { padding: 3, stride: 2 }), relu()]),\n    conv2d(64, 11, { padding: 'same' }), relu(),\n    conv2d(64, 11, { padding: 'same' }), relu(), globalAvgPool2d(), flatten(), dense(10)",
      right:
        '...[16, 32, 64].flatMap((channels) => [conv2d(channels, 6, { padding: 2, stride: 2 }), relu()]),\n    globalAvgPool2d(), flatten(), dense(10)',
    },
    'too-many-classes': {
      severity: 'warning',
      title: l10n.t('More outputs than classes'),
      text: l10n.t(
        'The model outputs one number per class, and some of its outputs have no class in the data. They only learn to say no.\n\nEnd the model with as many units as the data has classes.',
      ),
      wrong: 'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(12)],\n  data: mnist(),\n});',
      right: 'export default model({\n  input: [1, 28, 28],\n  layers: [flatten(), dense(10)],\n  data: mnist(),\n});',
    },
  }) satisfies Readonly<Record<string, Lesson>>;

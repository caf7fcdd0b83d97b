/** Layers that do not fit what comes before them. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const layerLessons = () =>
  ({
    'kernel-too-large': {
      severity: 'error',
      title: l10n.t('A kernel larger than its input'),
      text: l10n.t(
        "The window of a convolution or pooling layer must fit into the feature map, its padding included, at least once. Feature maps shrink from layer to layer; what fitted the image no longer fits five layers on.\n\nMake the kernel smaller, pad (`padding: 'same'` keeps the size), or pool less before it.",
      ),
      wrong: 'conv2d(6, 5), maxPool2d(8), conv2d(16, 5)',
      right: 'conv2d(6, 5), maxPool2d(2), conv2d(16, 5)',
    },
    'padding-too-large': {
      severity: 'error',
      title: l10n.t('Too much padding'),
      text: l10n.t(
        'With a padding of more than half its window, a pooling layer would have windows that see nothing but padding. A transposed convolution cuts its padding off, so that nothing is left where it is too wide.\n\nUse less.',
      ),
      wrong: 'maxPool2d(2, { padding: 2 })',
      right: 'maxPool2d(2, { padding: 1 })',
    },
    'dense-needs-vector': {
      severity: 'error',
      title: l10n.t('A dense layer on a feature map'),
      text: l10n.t(
        'A dense layer joins every input with every output and knows no rows and columns, so it takes a vector. `flatten()` makes one of a feature map: channel by channel, row by row.',
      ),
      wrong: 'conv2d(6, 5), relu(), maxPool2d(2), dense(10)',
      right: 'conv2d(6, 5), relu(), maxPool2d(2), flatten(), dense(10)',
    },
    'needs-feature-map': {
      severity: 'error',
      title: l10n.t('A layer for feature maps after flatten()'),
      text: l10n.t(
        'Convolutions, pooling and batch normalisation need channels, rows and columns. After `flatten()` there is only a row of numbers.\n\nPut the layer before `flatten()`, or make a feature map again with `reshape([channels, height, width])`.',
      ),
      wrong: 'flatten(), conv2d(6, 5)',
      right: 'conv2d(6, 5), flatten()',
    },
    'shapes-do-not-meet': {
      severity: 'error',
      title: l10n.t('Branches that do not meet'),
      text: l10n.t(
        '`add` and `multiply` go value by value, so their inputs need the same number of channels, rows and columns; `concat` joins channels, so rows and columns must be the same.\n\nWhere a block changes the size, send the other branch through a 1×1 convolution with the same channels and stride: the projection shortcut of ResNet.',
      ),
      wrong:
        'export default (() => {\n  const x = input([16, 28, 28]);\n  const y = conv2d(32, 3, { padding: 1 })(x);\n  return model({ inputs: x, outputs: add(x, y) });\n})();',
      right:
        'export default (() => {\n  const x = input([16, 28, 28]);\n  const y = conv2d(32, 3, { padding: 1 })(x);\n  return model({ inputs: x, outputs: add(conv2d(32, 1)(x), y) });\n})();',
    },
    'groups-mismatch': {
      severity: 'error',
      title: l10n.t('Groups that do not divide the channels'),
      text: l10n.t(
        'With `groups`, channels are split into that many parts of equal size which do not see each other. So it must divide the channels that come in and, in a convolution, those that go out.\n\nAs many groups as channels make a depthwise convolution, as in MobileNet.',
      ),
      wrong: 'conv2d(6, 3), conv2d(16, 3, { groups: 4 })',
      right: 'conv2d(8, 3), conv2d(16, 3, { groups: 4 })',
    },
    'no-such-channel': {
      severity: 'error',
      title: l10n.t('A channel that is not there'),
      text: l10n.t(
        '`selectChannels` takes channels of its input by number, counted from 0: the last of 16 is channel 15.',
      ),
      wrong: 'conv2d(6, 3), selectChannels([0, 6])',
      right: 'conv2d(6, 3), selectChannels([0, 5])',
    },
    'centre-size': {
      severity: 'error',
      title: l10n.t('Centres in another space than the input'),
      text: l10n.t(
        '`radialBasis` measures how far its input is from each centre, so both have as many numbers. The dense layer before it has as many units.',
      ),
      wrong: 'flatten(), dense(3), radialBasis([[1, -1], [-1, 1]])',
      right: 'flatten(), dense(2), radialBasis([[1, -1], [-1, 1]])',
    },
    'reshape-mismatch': {
      severity: 'error',
      title: l10n.t('A reshape to another number of values'),
      text: l10n.t('`reshape` lays the same values out along other axes; their number stays.'),
      wrong: 'reshape([3, 16, 16])',
      right: 'reshape([4, 14, 14])',
    },
    'shared-layer-mismatch': {
      severity: 'error',
      title: l10n.t('A shared layer with inputs of different sizes'),
      text: l10n.t(
        'A layer that is applied twice shares its weights, so both inputs must ask for weights of the same shape.\n\nBuild two layers, or bring the inputs to one size.',
      ),
      wrong:
        'export default (() => {\n  const x = input([3, 28, 28]);\n  const layer = conv2d(8, 3);\n  return model({ inputs: x, outputs: layer(layer(x)) });\n})();',
      right:
        'export default (() => {\n  const x = input([3, 28, 28]);\n  return model({ inputs: x, outputs: conv2d(8, 3)(conv2d(8, 3)(x)) });\n})();',
    },
    'too-many-parameters': {
      severity: 'error',
      title: l10n.t('More parameters than fit into memory'),
      text: l10n.t(
        'Training keeps four values a parameter: the weight, its gradient and the two averages of Adam. Two billion parameters are the limit.\n\nThe cause is nearly always a dense layer after a large feature map: pool before `flatten()`.',
      ),
      wrong: 'flatten(), dense(100000), dense(100000)',
      right: 'flatten(), dense(1000), dense(1000)',
    },
    'output-too-large': {
      severity: 'error',
      title: l10n.t('A feature map that is too large'),
      text: l10n.t(
        'The values of one image at this layer alone are more than the engine can count (2³¹).\n\nUse fewer channels or less padding, or a larger stride before it.',
      ),
      wrong: 'zeroPad2d(40000)',
      right: 'zeroPad2d(4)',
    },
    'too-many-layers': {
      severity: 'error',
      title: l10n.t('Too many layers'),
      text: l10n.t(
        'A model may have 10,000 layers, and `sequential()` may nest 500 deep. More come from a loop that runs too long.',
      ),
      wrong: '...Array.from({ length: 20000 }, () => relu())',
      right: '...Array.from({ length: 20 }, () => relu())',
    },
  }) satisfies Readonly<Record<string, Lesson>>;

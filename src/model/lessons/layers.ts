/** Layers that do not fit what comes before them. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const layerLessons = () =>
  ({
    'kernel-too-large': {
      severity: 'error',
      title: l10n.t('A kernel larger than its input'),
      text: l10n.t(
        "The window of a convolution or pooling layer must fit into the padded feature map at least once. Feature maps shrink from layer to layer; a window that fits the image may no longer fit five layers later.\n\nMake the kernel smaller, pad (`padding: 'same'` keeps the size), or pool less before it.",
      ),
      wrong: 'conv2d(6, 5), maxPool2d(8), conv2d(16, 5)',
      right: 'conv2d(6, 5), maxPool2d(2), conv2d(16, 5)',
    },
    'padding-too-large': {
      severity: 'error',
      title: l10n.t('Too much padding'),
      text: l10n.t(
        'With padding of more than half its window, a pooling layer would have windows that contain nothing but padding; so would a dilated one on an input of fewer pixels than its dilation. A transposed convolution removes its padding from the output, so nothing is left if it is too wide.\n\nUse less padding, or a smaller dilation.',
      ),
      wrong: 'maxPool2d(2, { padding: 2 })',
      right: 'maxPool2d(2, { padding: 1 })',
    },
    'dense-needs-vector': {
      severity: 'error',
      title: l10n.t('A dense layer on a feature map'),
      text: l10n.t(
        'A dense layer connects every input to every output and has no notion of rows and columns, so it takes a vector. `flatten()` turns a feature map into one, channel by channel and row by row.',
      ),
      wrong: 'conv2d(6, 5), relu(), maxPool2d(2), dense(10)',
      right: 'conv2d(6, 5), relu(), maxPool2d(2), flatten(), dense(10)',
    },
    'needs-feature-map': {
      severity: 'error',
      title: l10n.t('A layer for feature maps after flatten()'),
      text: l10n.t(
        'Convolutions, pooling and batch normalisation need channels, rows and columns. After `flatten()` there is only a vector.\n\nMove the layer before `flatten()`, or turn the vector back into a feature map with `reshape([channels, height, width])`.',
      ),
      wrong: 'flatten(), conv2d(6, 5)',
      right: 'conv2d(6, 5), flatten()',
    },
    'shapes-do-not-meet': {
      severity: 'error',
      title: l10n.t('Branches that do not meet'),
      text: l10n.t(
        '`add` and `multiply` work element by element, so their inputs need the same number of channels, rows and columns; `concat` joins channels, so rows and columns must match.\n\nIf a block changes the size, pass the other branch through a 1×1 convolution with the same channels and stride: the projection shortcut of ResNet.',
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
        '`groups` splits the channels into that many parts of equal size that are processed independently. So it must divide the input channels and, in a convolution, the output channels.\n\nAs many groups as channels make a depthwise convolution, as in MobileNet.',
      ),
      wrong: 'conv2d(6, 3), conv2d(16, 3, { groups: 4 })',
      right: 'conv2d(8, 3), conv2d(16, 3, { groups: 4 })',
    },
    'no-such-channel': {
      severity: 'error',
      title: l10n.t('A channel that does not exist'),
      text: l10n.t(
        '`selectChannels` selects channels of its input by index, starting at 0: the last of 16 is channel 15.',
      ),
      wrong: 'conv2d(6, 3), selectChannels([0, 6])',
      right: 'conv2d(6, 3), selectChannels([0, 5])',
    },
    'centre-size': {
      severity: 'error',
      title: l10n.t('Centres of a different size than the input'),
      text: l10n.t(
        '`radialBasis` measures the distance of its input from each centre, so both must have the same number of values. Give the dense layer before it that many units.',
      ),
      wrong: 'flatten(), dense(3), radialBasis([[1, -1], [-1, 1]])',
      right: 'flatten(), dense(2), radialBasis([[1, -1], [-1, 1]])',
    },
    'reshape-mismatch': {
      severity: 'error',
      title: l10n.t('A reshape that changes the number of values'),
      text: l10n.t('`reshape` arranges the same values in another shape, so their number must not change.'),
      wrong: 'reshape([3, 16, 16])',
      right: 'reshape([4, 14, 14])',
    },
    'shared-layer-mismatch': {
      severity: 'error',
      title: l10n.t('A shared layer with inputs of different sizes'),
      text: l10n.t(
        'A layer that is applied twice shares its weights, so both inputs must need weights of the same shape.\n\nCreate two layers, or give both inputs the same size.',
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
        "Training keeps four values per parameter: the weight, its gradient and Adam's two running averages. The limit is two billion parameters.\n\nThe cause is nearly always a dense layer after a large feature map: pool before `flatten()`.",
      ),
      wrong: 'flatten(), dense(100000), dense(100000)',
      right: 'flatten(), dense(1000), dense(1000)',
    },
    'output-too-large': {
      severity: 'error',
      title: l10n.t('A feature map that is too large'),
      text: l10n.t(
        'At this layer, a single image already has more values than the engine can address (2³¹).\n\nUse fewer channels or less padding, or a larger stride before it.',
      ),
      wrong: 'zeroPad2d(40000)',
      right: 'zeroPad2d(4)',
    },
    'too-many-layers': {
      severity: 'error',
      title: l10n.t('Too many layers'),
      text: l10n.t(
        'A model can have up to 10,000 layers, and `sequential()` can be nested up to 500 deep. More usually come from a loop that runs too long.',
      ),
      wrong: '...Array.from({ length: 20000 }, () => relu())',
      right: '...Array.from({ length: 20 }, () => relu())',
    },
  }) satisfies Readonly<Record<string, Lesson>>;

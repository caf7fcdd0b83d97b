import type { AttributesOf } from '../../../model/layers/index.ts';
import { featureMap } from '../../../model/layers/shapes.ts';
import { place } from '../../../model/layers/window.ts';
import type { Padding2d } from '../../../model/spec.ts';
import { type Keyword, pythonBool, pythonCall, pythonSize } from '../python.ts';
import { border, isSymmetric, kept, type WriteLayer } from '../step.ts';

const none: Padding2d = [0, 0, 0, 0];

/** Asymmetric padding, and 'same' with a stride, are steps of their own. */
export const conv2d: WriteLayer<AttributesOf<'conv2d'>> = (attributes, [input]) => {
  const { outChannels, kernelSize, stride, dilation, groups, bias } = attributes;
  const [channels, height, width] = featureMap('conv2d', input);
  const window = { size: kernelSize, stride, padding: attributes.padding, dilation, ceilMode: false };
  const { padding } = place(window, [height, width], () => 'The kernel of conv2d', 'kernelSize');
  // With a stride, 'same' depends on the size of the input, and a shared layer may see several.
  const varies = attributes.padding === 'same' && Math.max(...stride) > 1;
  const inside = isSymmetric(padding) && !varies ? padding : none;
  const module = pythonCall(
    'nn.Conv2d',
    [channels, outChannels, pythonSize(kernelSize)],
    [['stride', pythonSize(stride), '1'], ['padding', paddingOf(inside), '0'], ...common({ dilation, groups, bias })],
  );
  const outside = inside === padding || padding.every((side) => side === 0) ? [] : [border('pad', padding)];
  return [...outside, kept(module)];
};

export const convTranspose2d: WriteLayer<AttributesOf<'convTranspose2d'>> = (attributes, [input]) => {
  const { outChannels, kernelSize, stride, padding, outputPadding, dilation, groups, bias } = attributes;
  const [channels] = featureMap('convTranspose2d', input);
  const [top, bottom, left, right] = padding;
  const inside = isSymmetric(padding);
  const module = pythonCall(
    'nn.ConvTranspose2d',
    [channels, outChannels, pythonSize(kernelSize)],
    [
      ['stride', pythonSize(stride), '1'],
      ['padding', paddingOf(inside ? padding : none), '0'],
      ['output_padding', pythonSize(outputPadding), '0'],
      ...common({ dilation, groups, bias }),
    ],
  );
  const cut = (side: number) => (side === 0 ? 0 : -side);
  return [kept(module), ...(inside ? [] : [border('crop', [cut(top), cut(bottom), cut(left), cut(right)])])];
};

/** The arguments of both, which have the same names. */
const common = ({
  dilation,
  groups,
  bias,
}: Pick<AttributesOf<'conv2d'>, 'dilation' | 'groups' | 'bias'>): readonly Keyword[] => [
  ['dilation', pythonSize(dilation), '1'],
  ['groups', `${groups}`, '1'],
  ['bias', pythonBool(bias), 'True'],
];

/** Symmetric padding. */
export const paddingOf = ([top, , left]: Padding2d): string => pythonSize([top, left]);

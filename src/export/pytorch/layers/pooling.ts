import type { AttributesOf } from '../../../model/layers/index.ts';
import { featureMap } from '../../../model/layers/shapes.ts';
import { type Placement, place, type Window } from '../../../model/layers/window.ts';
import type { Padding2d, Shape, Size2d } from '../../../model/spec.ts';
import { type Keyword, pythonBool, pythonCall, pythonSize, pythonTuple } from '../python.ts';
import { border, called, either, isSymmetric, type Step, type WriteLayer } from '../step.ts';
import { paddingOf } from './convolution.ts';

export const maxPool2d: WriteLayer<AttributesOf<'maxPool2d'>> = (attributes, [input]) => {
  const window = { ...attributes, stride: attributes.stride ?? attributes.size };
  const placed = placeOn('maxPool2d', window, input);
  const { size, dilation } = window;
  const keywords = (padding: string, ceilMode: boolean) => [
    ...strideOf(window),
    ['padding', padding, '0'] as const,
    ['dilation', pythonSize(dilation), '1'] as const,
    ['ceil_mode', pythonBool(ceilMode), 'False'] as const,
  ];
  const pool = (padding: string, ceilMode: boolean) =>
    either('nn.MaxPool2d', 'F.max_pool2d', [pythonSize(size)], keywords(padding, ceilMode));
  if (fits(placed.padding, size)) return [pool(paddingOf(placed.padding), window.ceilMode)];
  // Anything else that the windows reach is padding too, which never wins.
  return [border('pad', withOverhang(placed), '-inf'), pool('0', false)];
};

export const avgPool2d: WriteLayer<AttributesOf<'avgPool2d'>> = (attributes, [input]) => {
  const { size, ceilMode, countIncludePad } = attributes;
  const window = { ...attributes, stride: attributes.stride ?? size, dilation: [1, 1] as const };
  const placed = placeOn('avgPool2d', window, input);
  const pool = (padding: string, ceil: boolean, include: boolean) =>
    either(
      'nn.AvgPool2d',
      'F.avg_pool2d',
      [pythonSize(size)],
      [
        ...strideOf(window),
        ['padding', padding, '0'],
        ['ceil_mode', pythonBool(ceil), 'False'],
        ['count_include_pad', pythonBool(include), 'True'],
      ],
    );
  if (fits(placed.padding, size)) {
    const padded = placed.padding.some((side) => side > 0);
    return [pool(paddingOf(placed.padding), ceilMode, countIncludePad || !padded)];
  }
  if (!countIncludePad) return [insidePool(size, window.stride, withOverhang(placed))];
  const padding = ceilMode ? trimmed(placed, window, input) : placed.padding;
  return [border('pad', padding), pool('0', Math.max(...placed.overhang) > 0, true)];
};

export const globalAvgPool2d = () => [either('nn.AdaptiveAvgPool2d', 'F.adaptive_avg_pool2d', [1])];
export const globalMaxPool2d = () => [either('nn.AdaptiveMaxPool2d', 'F.adaptive_max_pool2d', [1])];

export const adaptiveAvgPool2d: WriteLayer<AttributesOf<'adaptiveAvgPool2d'>> = ({ outputSize }) => [
  either('nn.AdaptiveAvgPool2d', 'F.adaptive_avg_pool2d', [pythonSize(outputSize)]),
];

function placeOn(kind: string, window: Window, input: Shape): Placement {
  const [, height, width] = featureMap(kind, input);
  return place(window, [height, width], () => `The window of ${kind}`, 'size');
}

/** Omitted if it is the window's size. */
const strideOf = ({ size, stride }: Pick<Window, 'size' | 'stride'>): readonly Keyword[] => [
  ['stride', pythonSize(stride), pythonSize(size)],
];

/** Whether PyTorch's pooling takes this padding: the same on both sides, at most half the window. */
const fits = (padding: Padding2d, size: Size2d): boolean =>
  isSymmetric(padding) && 2 * padding[0] <= size[0] && 2 * padding[2] <= size[1];

const withOverhang = ({ padding: [top, bottom, left, right], overhang }: Placement): Padding2d => [
  top,
  bottom + overhang[0],
  left,
  right + overhang[1],
];

/** Padding at the end only as far as windows reach: otherwise PyTorch would place another window in it. */
function trimmed({ padding, output, overhang }: Placement, { size, stride }: Window, input: Shape): Padding2d {
  const [top, bottom, left, right] = padding;
  const [, height, width] = featureMap('avgPool2d', input);
  const used = (axis: 0 | 1) => (output[axis] - 1) * stride[axis] + size[axis];
  return [
    top,
    overhang[0] > 0 ? bottom : Math.min(bottom, used(0) - height - top),
    left,
    overhang[1] > 0 ? right : Math.min(right, used(1) - width - left),
  ];
}

const insideHelper = `def avg_pool_inside(x, size, stride, padding):
    """Mean of each window over its pixels inside the image; padding is (left, right, top, bottom)."""
    inside = F.pad(torch.ones_like(x[:1, :1]), padding)
    return F.avg_pool2d(F.pad(x, padding), size, stride) / F.avg_pool2d(inside, size, stride)`;

/** PyTorch's pooling can leave padding out of the mean only if it is the same on both sides. */
const insidePool = (size: Size2d, stride: Size2d, [top, bottom, left, right]: Padding2d): Step =>
  called(
    (x) =>
      pythonCall('avg_pool_inside', [x, pythonSize(size), pythonSize(stride), pythonTuple([left, right, top, bottom])]),
    insideHelper,
  );

/** Augmentations as torchvision's transforms, which they are named after. */
import type { AugmentationSpec, Range } from '../../model/augmentation.ts';
import type { Shape } from '../../model/spec.ts';
import { type Keyword, pythonCall, pythonText, pythonTuple } from './python.ts';

/** A transform of an image of bytes, `[channels, height, width]`. */
export function transformCall({ kind, options }: AugmentationSpec, [, height = 1, width = 1]: Shape): string {
  const size = pythonTuple([height, width]);
  const call = (name: string, positional: readonly (number | string)[], keywords: readonly Keyword[] = []) =>
    pythonCall(`transforms.${name}`, positional, keywords);
  switch (kind) {
    case 'randomCrop': {
      const [top, bottom, left, right] = options.padding;
      return call(
        'RandomCrop',
        [size],
        [
          ['padding', pythonTuple([left, top, right, bottom]), '(0, 0, 0, 0)'],
          ['fill', `${options.fill}`, '0'],
          ['padding_mode', pythonText(options.paddingMode), '"constant"'],
        ],
      );
    }
    case 'randomResizedCrop':
      return call(
        'RandomResizedCrop',
        [size],
        [range('scale', options.scale, [0.08, 1]), range('ratio', options.ratio)],
      );
    case 'randomHorizontalFlip':
      return call('RandomHorizontalFlip', [options.probability]);
    case 'randomVerticalFlip':
      return call('RandomVerticalFlip', [options.probability]);
    case 'randomRotation':
      return call('RandomRotation', [pythonTuple(options.degrees)], warping(options));
    case 'randomAffine':
      return call(
        'RandomAffine',
        [pythonTuple(options.degrees)],
        [
          range('translate', options.translate, [0, 0]),
          range('scale', options.scale, [1, 1]),
          range('shear', options.shear, [0, 0]),
          ...warping(options),
        ],
      );
    case 'colorJitter':
      return call(
        'ColorJitter',
        [],
        [
          range('brightness', options.brightness, [1, 1]),
          range('contrast', options.contrast, [1, 1]),
          range('saturation', options.saturation, [1, 1]),
          range('hue', options.hue, [0, 0]),
        ],
      );
    case 'randomErasing':
      return call(
        'RandomErasing',
        [options.probability],
        [
          range('scale', options.scale, [0.02, 0.33]),
          range('ratio', options.ratio, [0.3, 3.3]),
          ['value', `${options.value}`, '0'],
        ],
      );
    default:
      return kind satisfies never;
  }
}

const range = (name: string, values: Range, fallback: Range = [3 / 4, 4 / 3]): Keyword => [
  name,
  pythonTuple(values),
  pythonTuple(fallback),
];

const warping = ({
  interpolation,
  fill,
}: {
  interpolation: 'nearest' | 'bilinear';
  fill: number;
}): readonly Keyword[] => [
  [
    'interpolation',
    `transforms.InterpolationMode.${interpolation.toUpperCase()}`,
    'transforms.InterpolationMode.NEAREST',
  ],
  ['fill', `${fill}`, '0'],
];

/** Random changes to training images: what each builder takes, and its stored form. `data/augment/` makes them. */
import * as l10n from '@vscode/l10n';
import type { AugmentationKind, Call } from '../cnn/record.ts';
import { built, describeBuilt, inBrackets } from './built.ts';
import { Complaint, type Problems } from './problem.ts';
import { type Fields, optional, readCall, readStored, required, type Signature, type ValuesOf } from './signature.ts';
import type { Json } from './spec.ts';
import { border, describe, elements, integer, isTagged, number, oneOf, type Reader } from './values.ts';

/** From the least to the most. */
export type Range = readonly [least: number, most: number];

const pixel = integer(0, 255);
const probability = number({ from: 0, most: 1 });

/** `[least, most]`, each as `bound` has it. */
function range(bound: Reader<number>): Reader<Range> {
  return (argument) => {
    const [first, second, ...more] = elements(argument) ?? [];
    const { path, label, raw } = argument;
    if (!first || !second || more.length > 0) {
      throw new Complaint(
        'invalid-range',
        path,
        l10n.t('{0} must be [least, most]; it is {1}.', label(), describe(raw)),
      );
    }
    const [least, most] = [bound(first), bound(second)];
    if (least <= most) return [least, most];
    throw new Complaint(
      'invalid-range',
      path,
      l10n.t('{0} must be in ascending order: [{1}, {2}]; it is {3}.', label(), most, least, describe(raw)),
    );
  };
}

/** A range, or a number d that stands for one. */
function spread(
  bound: Reader<number>,
  around: (d: number) => Range,
  distance: Reader<number> = number({ from: 0 }),
): Reader<Range> {
  return (argument) => (elements(argument) ? range(bound)(argument) : around(distance(argument)));
}

const both = (d: number): Range => [-d, d];
const angles = spread(number(), both);
/** In turns of the colour wheel, of which half a turn each way covers all. */
const hues = spread(number({ from: -0.5, most: 0.5 }), both, number({ from: 0, most: 0.5 }));
const factors = spread(number({ from: 0 }), (d) => [Math.max(0, 1 - d), 1 + d]);
const share = number({ above: 0, most: 1 });
const positive = number({ above: 0 });

const shares: Reader<readonly [number, number]> = (argument) => {
  const [horizontal, vertical, ...more] = elements(argument) ?? [];
  const { path, label, raw } = argument;
  if (horizontal && vertical && more.length === 0) return [probability(horizontal), probability(vertical)];
  const message = l10n.t('{0} must be [horizontal, vertical], shares from 0 to 1; it is {1}.', label(), describe(raw));
  throw new Complaint('invalid-range', path, message);
};

/** A default of a pair of numbers. */
const pair = (least: number, most: number): Range => [least, most];

const flip = { positional: { probability: optional(probability, 0.5) }, options: {} };
const warp = { interpolation: optional(oneOf('nearest', 'bilinear'), 'nearest'), fill: optional(pixel, 0) };

const signatures = {
  randomCrop: {
    positional: {},
    options: {
      padding: required(border),
      fill: optional(pixel, 0),
      paddingMode: optional(oneOf('constant', 'edge', 'reflect'), 'constant'),
    },
  },
  randomResizedCrop: {
    positional: {},
    options: { scale: optional(range(share), pair(0.08, 1)), ratio: optional(range(positive), pair(3 / 4, 4 / 3)) },
  },
  randomHorizontalFlip: flip,
  randomVerticalFlip: flip,
  randomRotation: { positional: { degrees: required(angles) }, options: warp },
  randomAffine: {
    positional: { degrees: required(angles) },
    options: {
      translate: optional(shares, pair(0, 0)),
      scale: optional(range(positive), pair(1, 1)),
      shear: optional(angles, pair(0, 0)),
      ...warp,
    },
  },
  colorJitter: {
    positional: {},
    options: {
      brightness: optional(factors, pair(1, 1)),
      contrast: optional(factors, pair(1, 1)),
      saturation: optional(factors, pair(1, 1)),
      hue: optional(hues, pair(0, 0)),
    },
  },
  randomErasing: {
    positional: {},
    options: {
      probability: optional(probability, 0.5),
      scale: optional(range(share), pair(0.02, 0.33)),
      ratio: optional(range(positive), pair(0.3, 3.3)),
      value: optional(pixel, 0),
    },
  },
} satisfies Record<AugmentationKind, Signature>;

type Signatures = typeof signatures;

/** Options of one kind of augmentation, defaults filled in. */
export type AugmentationOptions<K extends AugmentationKind> = ValuesOf<Signatures[K]['positional']> &
  ValuesOf<Signatures[K]['options']>;

export type AugmentationSpec = {
  readonly [K in AugmentationKind]: { readonly kind: K; readonly options: AugmentationOptions<K> };
}[AugmentationKind];

export const isAugmentationKind = (builder: string): builder is AugmentationKind => Object.hasOwn(signatures, builder);

/** Reads a list of augmentations; a mistake inside one becomes a problem of its own call. */
export function augmentations(calls: readonly Call[], problems: Problems): Reader<readonly AugmentationSpec[]> {
  return (argument) => {
    const items = elements(argument);
    if (!items) {
      const { path, label, raw } = argument;
      const message = l10n.t(
        '{0} must be a list: [randomCrop({ padding: 4 }), randomHorizontalFlip()]; it is {1}.',
        label(),
        describeBuilt(raw, calls),
      );
      const remedies = isTagged(raw, 'call') && calls[raw.call]?.role === 'augmentation' ? [inBrackets(path)] : [];
      throw new Complaint('invalid-argument', path, message, remedies);
    }
    const indices = items.map(built('augmentation', calls));
    return indices.flatMap((index) => readAugmentation(calls, index, problems) ?? []);
  };
}

function readAugmentation(calls: readonly Call[], index: number, problems: Problems): AugmentationSpec | null {
  const call = calls[index];
  if (!call || !isAugmentationKind(call.builder)) return null;
  const kind = call.builder;
  const signature: Signature = signatures[kind];
  const { complete, complaints } = readCall(kind, signature, call.args);
  for (const complaint of complaints) problems.add(index, complaint);
  // The options were read by the signature of this kind.
  return complete && ({ kind, options: complete } as AugmentationSpec);
}

/** Reads the stored form back; `null` if it is not valid, as in a run of a newer version. */
export function readStoredAugmentations(stored: Json | undefined): AugmentationSpec[] | null {
  if (stored === undefined) return [];
  if (!isList(stored)) return null;
  const specs = stored.map((item) => {
    if (!isFields(item) || typeof item.kind !== 'string' || !isAugmentationKind(item.kind)) return null;
    const options = isFields(item.options) ? item.options : {};
    const { complete, complaints } = readStored<Fields, Fields>(item.kind, signatures[item.kind], options);
    return complete && complaints.length === 0 ? ({ kind: item.kind, options: complete } as AugmentationSpec) : null;
  });
  return specs.every((spec) => spec !== null) ? specs : null;
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);
const isFields = (json: Json | undefined): json is Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

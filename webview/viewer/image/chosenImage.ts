/** The current image: from the data set, the user's own file, or drawn; kept in the view's state. */
import { useMemo } from 'preact/hooks';
import { type ImageTransform, unchanged } from '../../../src/insight/images/imageTransform.ts';
import type { DataSetImage, ImageSource, InspectedFacts, SplitName } from '../../../src/jobs/inspector/protocol.ts';
import { isBoolean, isNumber, useSetting } from '../../settings.ts';
import { isUnchanged } from './transformSliders.tsx';

export const imageKinds = ['dataSet', 'file', 'pixels'] as const;
export type ImageKind = ImageSource['kind'];

const isKind = (value: unknown): value is ImageKind => imageKinds.some((kind) => kind === value);
const isIndex = (value: unknown): value is number => isNumber(value) && Number.isInteger(value) && value >= 0;
const isSplit = (value: unknown): value is SplitName => value === 'train' || value === 'validation';
const isFile = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isDrawing = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isNumber);
const isTransform = (value: unknown): value is ImageTransform =>
  typeof value === 'object' &&
  value !== null &&
  'shift' in value &&
  isDrawing(value.shift) &&
  value.shift.length === 2 &&
  ['angle', 'scale', 'noise', 'seed', 'fill'].every((key) =>
    isNumber(Object.entries(value).find(([name]) => name === key)?.[1]),
  );

export interface ChosenImage {
  readonly kind: ImageKind;
  readonly setKind: (kind: ImageKind) => void;
  readonly split: SplitName;
  readonly setSplit: (split: SplitName) => void;
  readonly index: number;
  readonly setIndex: (index: number) => void;
  /** Chooses an image of the data set, without transformations. */
  readonly open: (image: DataSetImage) => void;
  readonly file: string | null;
  readonly setFile: (file: string | null) => void;
  /** Whether a file of another size is resized rather than refused. */
  readonly resizes: boolean;
  readonly setResizes: (resizes: boolean) => void;
  readonly drawing: Uint8Array;
  readonly draw: (pixels: Uint8Array) => void;
  readonly transform: ImageTransform;
  readonly setTransform: (transform: ImageTransform) => void;
  /** The image to request; a new object whenever another image is chosen. */
  readonly image: ImageSource;
  /** `null` if the image is not transformed. */
  readonly change: ImageTransform | null;
}

export const countOf = (facts: InspectedFacts, split: SplitName): number =>
  split === 'train' ? facts.trainImages : facts.validationImages;

export function useChosenImage(facts: InspectedFacts): ChosenImage {
  const size = facts.shape.reduce((product, side) => product * side, 1);
  const [wantedSplit, setSplit] = useSetting<SplitName>('split', 'validation', isSplit);
  const split = countOf(facts, wantedSplit) > 0 ? wantedSplit : wantedSplit === 'train' ? 'validation' : 'train';
  const count = countOf(facts, split);
  const [wanted, setKind] = useSetting<ImageKind>('source', 'dataSet', isKind);
  // Each split remembers its own image.
  const [heldOutIndex, setHeldOutIndex] = useSetting<number>('image', 0, isIndex);
  const [trainIndex, setTrainIndex] = useSetting<number>('trainImage', 0, isIndex);
  const [file, setFile] = useSetting<string | null>('file', null, isFile);
  const [resizes, setResizes] = useSetting('resizes', true, isBoolean);
  const [kept, keep] = useSetting<readonly number[]>('drawing', [], isDrawing);
  const [transform, setTransform] = useSetting<ImageTransform>('transform', unchanged, isTransform);

  const drawing = useMemo(() => (kept.length === size ? Uint8Array.from(kept) : new Uint8Array(size)), [kept, size]);
  // Falls back to drawing if the model has no data, and to the data set if no file was chosen.
  const kind =
    (wanted === 'dataSet' && count === 0) || (wanted === 'file' && file === null && count === 0) ? 'pixels' : wanted;
  const index = Math.min(split === 'train' ? trainIndex : heldOutIndex, Math.max(0, count - 1));
  const setIndexOf = { train: setTrainIndex, validation: setHeldOutIndex };
  const image = useMemo<ImageSource>(() => {
    if (kind === 'pixels') return { kind, pixels: drawing };
    if (kind === 'file' && file !== null) return { kind, file, fit: resizes ? 'resize' : 'refuse' };
    return { kind: 'dataSet', split, index };
  }, [kind, split, index, file, resizes, drawing]);
  const change = useMemo(() => (isUnchanged(transform) ? null : transform), [transform]);
  return {
    kind,
    setKind,
    split,
    setSplit,
    index,
    setIndex: setIndexOf[split],
    open: (wanted) => {
      setKind('dataSet');
      setSplit(wanted.split);
      setIndexOf[wanted.split](wanted.index);
      setTransform(unchanged);
    },
    file,
    setFile,
    resizes,
    setResizes,
    drawing,
    draw: (pixels) => keep([...pixels]),
    transform,
    setTransform,
    image,
    change,
  };
}

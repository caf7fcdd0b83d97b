/** The data that a model file names, read into its stored form. The files themselves are the business of `data/`. */
import * as l10n from '@vscode/l10n';
import type { Call, DataKind } from '../cnn/record.ts';
import { augmentations } from './augmentation.ts';
import type { Findings, ImageCounts, Trouble } from './findings.ts';
import { Complaint, type Problems } from './problem.ts';
import {
  optional,
  pathInCall,
  readCall,
  readObject,
  readStored,
  required,
  type Signature,
  type ValuesOf,
} from './signature.ts';
import type { DataSpec, Shape } from './spec.ts';
import { boolean, describe, elements, number, orNull, type Reader, size2d, text } from './values.ts';

const files: Reader<{ readonly images: string; readonly labels: string }> = (argument) => {
  const fields = { images: required(text), labels: required(text) };
  const { complete, complaints } = readObject(argument.label(), fields, argument);
  if (complete && complaints.length === 0) return complete;
  throw complaints[0];
};

const names: Reader<readonly string[]> = (argument) => {
  const items = elements(argument);
  if (items) return items.map(text);
  const message = l10n.t("{0} must be a list of names: ['cat', 'dog'].", argument.label());
  throw new Complaint('invalid-argument', argument.path, message);
};

/** A share of the images, or the held-out folder; `null` decides by the folder's layout. */
const heldOut: Reader<number | string> = (argument) =>
  typeof argument.raw === 'string' ? text(argument) : number({ above: 0, below: 1, isShare: true })(argument);

const channelCount: Reader<number> = ({ raw, path, label }) => {
  if (raw === 1 || raw === 3) return raw;
  const message = l10n.t('{0} must be 1 (grey) or 3 (red, green, blue); it is {1}.', label(), describe(raw));
  throw new Complaint('invalid-argument', path, message);
};

/** The options of every kind of data, except augmentation. */
const common = { standardize: optional(boolean, true) };

const signatures = {
  mnist: { positional: {}, options: common },
  idx: {
    positional: {},
    options: { train: required(files), validation: required(files), classNames: optional(names, []), ...common },
  },
  imageFolder: {
    positional: { path: required(text) },
    options: {
      size: required(size2d),
      validation: optional(orNull(heldOut), null),
      channels: optional(channelCount, 3),
      ...common,
    },
  },
} satisfies Record<DataKind, Signature>;

const { positional: place, options: others } = signatures.imageFolder;

/** `imageFolder('path', { … })` with its defaults filled in. */
export type ImageFolderOptions = ValuesOf<typeof place> & ValuesOf<typeof others>;

/** Reads the stored form back; `null` if it is not valid. */
export function readStoredImageFolder(stored: DataSpec['options']): ImageFolderOptions | null {
  const { augment: _, ...options } = stored;
  const { complete, complaints } = readStored('imageFolder', signatures.imageFolder, options);
  return complaints.length === 0 ? complete : null;
}

/** `[channels, height, width]` of the images, if the model file says so. */
export function imageShape({ kind, options }: DataSpec): Shape | null {
  if (kind === 'mnist') return [1, 28, 28];
  if (kind !== 'imageFolder') return null;
  const folder = readStoredImageFolder(options);
  return folder && [folder.channels, ...folder.size];
}

/** How many images there are; `null` if only the files can tell and have not been looked at. */
export const imageCounts = ({ kind }: DataSpec, found: Findings | null): ImageCounts | null =>
  kind === 'mnist' ? { trainImages: 60_000, validationImages: 10_000 } : (found?.images ?? null);

export const isDataKind = (builder: string): builder is DataKind => Object.hasOwn(signatures, builder);

/** Reads a call of `mnist`, `idx` or `imageFolder`; `null` if something is wrong with it. */
export function readData(calls: readonly Call[], index: number, problems: Problems): DataSpec | null {
  const call = calls[index];
  if (!call || !isDataKind(call.builder)) return null;
  const { positional, options }: Signature = signatures[call.builder];
  const augment = optional(augmentations(calls, problems), []);
  const signature = { positional, options: { ...options, augment } };
  const { complete, complaints } = readCall(call.builder, signature, call.args);
  for (const complaint of complaints) problems.add(index, complaint);
  return complete && { kind: call.builder, options: complete };
}

/**
 * A problem at the option that names the files. Missing files are only a warning: the model is right, and can be
 * trained where its data is.
 */
export function complainOfFiles(
  { call, spec }: { readonly call: number; readonly spec: DataSpec },
  { code, message, option }: Trouble,
  problems: Problems,
): void {
  if (!isDataKind(spec.kind)) return;
  const path = pathInCall(signatures[spec.kind], option);
  problems.add(call, new Complaint(code, path, message), code === 'data-missing' ? 'warning' : 'error');
}

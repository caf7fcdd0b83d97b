/** The data of a model file, read into its stored form. What is in the files, only training finds out. */
import type { Call, DataKind } from '../cnn/record.ts';
import { augmentations } from './augmentation.ts';
import { Complaint, type Problems } from './problem.ts';
import { optional, readCall, readObject, required, type Signature } from './signature.ts';
import type { DataSpec } from './spec.ts';
import { boolean, elements, type Reader, text } from './values.ts';

const files: Reader<{ readonly images: string; readonly labels: string }> = (argument) => {
  const fields = { images: required(text), labels: required(text) };
  const { complete, complaints } = readObject(argument.label, fields, argument);
  if (complete && complaints.length === 0) return complete;
  throw complaints[0];
};

const names: Reader<readonly string[]> = (argument) => {
  const items = elements(argument);
  if (items) return items.map(text);
  const message = `${argument.label} must be a list of names: ['cat', 'dog'].`;
  throw new Complaint('invalid-argument', argument.path, message);
};

/** What every kind of data takes, beside its augmentation. */
const common = { standardize: optional(boolean, true) };

const signatures = {
  mnist: { positional: {}, options: common },
  idx: {
    positional: {},
    options: { train: required(files), validation: required(files), classNames: optional(names, []), ...common },
  },
} satisfies Record<DataKind, Signature>;

export const isDataKind = (builder: string): builder is DataKind => Object.hasOwn(signatures, builder);

/** Reads what `mnist()` or `idx({ … })` was given; `null` if something is wrong with it. */
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

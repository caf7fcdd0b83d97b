/** The loss of a model file, read into its stored form, and what it makes of a model's outputs. */
import type { Call } from '../cnn/record.ts';
import type { Problems } from './problem.ts';
import { type Fields, optional, readCall } from './signature.ts';
import type { LossSpec } from './spec.ts';
import { number } from './values.ts';

const fields = {
  crossEntropy: { labelSmoothing: optional(number({ from: 0, below: 1 }), 0) },
  binaryCrossEntropy: {},
  meanSquaredError: {},
} satisfies Record<LossSpec['kind'], Fields>;

export const isLossKind = (builder: string): builder is LossSpec['kind'] => Object.hasOwn(fields, builder);

/** Reads the call of a loss's builder; `null` if something is wrong with it. */
export function readLoss(calls: readonly Call[], index: number, problems: Problems): LossSpec | null {
  const { builder = '', args = [] } = calls[index] ?? {};
  if (!isLossKind(builder)) return null;
  function read<F extends Fields>(options: F) {
    const { complete, complaints } = readCall(builder, { positional: {}, options }, args);
    for (const complaint of complaints) problems.add(index, complaint);
    return complete;
  }
  if (builder !== 'crossEntropy') return read(fields[builder]) && { kind: builder };
  const complete = read(fields.crossEntropy);
  return complete && { kind: builder, ...complete };
}

/** The number of classes for a number of outputs: a single output tells class 1 from class 0. */
export const classesOf = (outputs: number): number => Math.max(outputs, 2);

/** The threshold above which a single output means class 1: a logit of 0 is a probability of one half. */
export const thresholdOf = ({ kind }: LossSpec): number => (kind === 'meanSquaredError' ? 0.5 : 0);

/** The learning rate of a model file, a number or the call of a schedule, read into its stored form. */
import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import { built } from './built.ts';
import { Complaint, type Problems } from './problem.ts';
import { type Field, type Fields, optional, readCall, required } from './signature.ts';
import type { PlainScheduleSpec, ScheduleSpec, Timed } from './spec.ts';
import {
  type Argument,
  describe,
  elements,
  inQuotes,
  integer,
  isTagged,
  number,
  orNull,
  type Reader,
} from './values.ts';

const kinds = ['cosine', 'stepDecay', 'multiStepDecay', 'exponential', 'warmup'] as const;
type Kind = (typeof kinds)[number];

export const isScheduleKind = (builder: string): builder is Kind => kinds.some((kind) => kind === builder);

const rate = number({ above: 0 });
const factor = number({ above: 0, most: 1 });
const durationFields = {
  epochs: optional(orNull(number({ above: 0 })), null),
  steps: optional(orNull(integer(1)), null),
};

/** Numbers, each larger than the one before. */
const rising =
  (each: Reader<number>): Reader<readonly number[]> =>
  (argument) => {
    const items = elements(argument);
    if (!items || items.length === 0) {
      const message = l10n.t(
        '{0} must be a list of milestones: [80, 120]; it is {1}.',
        argument.label(),
        describe(argument.raw),
      );
      throw new Complaint('invalid-argument', argument.path, message);
    }
    const values = items.map(each);
    const fallen = values.findIndex((value, index) => index > 0 && value <= values[index - 1]!);
    if (fallen < 0) return values;
    const { label, path } = items[fallen]!;
    const message = l10n.t(
      '{0} must be larger than the one before, {1}; it is {2}.',
      label(),
      values[fallen - 1]!,
      values[fallen]!,
    );
    throw new Complaint('not-rising', path, message);
  };

const milestoneFields = {
  epochs: optional(orNull(rising(number({ above: 0 }))), null),
  steps: optional(orNull(rising(integer(1))), null),
};

/** Placeholder for a schedule whose own call has a problem; never trained with. */
const unknown: PlainScheduleSpec = { kind: 'constant', learningRate: 0 };

/** Reads a learning rate. `epochs`: the length of the training, if known. */
export function learningRate(
  calls: readonly Call[],
  problems: Problems,
  epochs: number | undefined,
): Reader<ScheduleSpec> {
  return (argument) => {
    const index = scheduleCall(calls, argument);
    if (index === null || calls[index]?.builder !== 'warmup') return readPlain(calls, problems, argument);
    return readWarmup(calls, index, problems, epochs) ?? unknown;
  };
}

/** The call of a schedule's builder; `null` for a number. */
function scheduleCall(calls: readonly Call[], argument: Argument): number | null {
  return isTagged(argument.raw, 'call') ? built('schedule', calls)(argument) : null;
}

function readPlain(calls: readonly Call[], problems: Problems, argument: Argument): PlainScheduleSpec {
  const index = scheduleCall(calls, argument);
  const { raw, path, label } = argument;
  if (index === null) {
    if (typeof raw === 'number' || isTagged(raw, 'number')) return { kind: 'constant', learningRate: rate(argument) };
    const { hint, remedies } = inQuotes(raw, path, (value) => value > 0);
    const message = l10n.t(
      '{0} must be a number or a schedule, such as cosine(0.1); it is {1}.{2}',
      label(),
      describe(raw),
      hint,
    );
    throw new Complaint('invalid-argument', path, message, remedies);
  }
  const call = calls[index];
  if (call?.builder === 'cosine') {
    const options = { finalLearningRate: optional(number({ from: 0 }), 0) };
    const complete = readArguments(call, index, { learningRate: required(rate) }, options, problems);
    return complete ? { kind: 'cosine', ...complete } : unknown;
  }
  if (call?.builder === 'multiStepDecay') {
    const options = { epochs: milestoneFields.epochs, gamma: optional(factor, 0.1), steps: milestoneFields.steps };
    const complete = readArguments(call, index, { learningRate: required(rate) }, options, problems);
    const when = l10n.t('{0} needs milestones: add { epochs: [80, 120] } or { steps: [32000, 48000] }.', call.builder);
    const milestones = complete && readTimed(call, index, complete, problems, when);
    if (!milestones) return unknown;
    return { kind: 'multiStepDecay', learningRate: complete.learningRate, milestones, gamma: complete.gamma };
  }
  if (call?.builder !== 'stepDecay' && call?.builder !== 'exponential') {
    const message = l10n.t(
      '{0} must be a number or a schedule that can follow a warm-up, such as cosine(0.1).',
      label(),
    );
    throw new Complaint('invalid-argument', path, message);
  }
  const kind = call.builder;
  const { epochs, steps } = durationFields;
  const options: typeof durationFields & { readonly gamma: Field<number> } =
    kind === 'stepDecay' ? { epochs, gamma: optional(factor, 0.1), steps } : { gamma: required(factor), epochs, steps };
  const complete = readArguments(call, index, { learningRate: required(rate) }, options, problems);
  if (!complete) return unknown;
  const every = readTimed(call, index, complete, problems, kind === 'exponential' ? { epochs: 1 } : howLong(call));
  return every ? { kind, learningRate: complete.learningRate, every, gamma: complete.gamma } : unknown;
}

function readWarmup(
  calls: readonly Call[],
  index: number,
  problems: Problems,
  epochs: number | undefined,
): ScheduleSpec | null {
  const call = calls[index]!;
  const followed: Reader<PlainScheduleSpec> = (argument) => readPlain(calls, problems, argument);
  const options = { ...durationFields, startFactor: optional(factor, 0.01) };
  const complete = readArguments(call, index, { learningRate: required(followed) }, options, problems);
  const duration = complete && readTimed(call, index, complete, problems, howLong(call));
  if (!duration) return null;
  if ('epochs' in duration && epochs !== undefined && duration.epochs >= epochs) {
    const message = l10n.t(
      'The warm-up takes {0} of {1} epochs: training ends before the learning rate is reached. Warm up for fewer epochs, or train for more.',
      duration.epochs,
      epochs,
    );
    problems.add(index, new Complaint('warmup-too-long', [1, 'epochs'], message), 'warning');
  }
  return { kind: 'warmup', duration, startFactor: complete.startFactor, schedule: complete.learningRate };
}

function readArguments<P extends Fields, O extends Fields>(
  call: Call,
  index: number,
  positional: P,
  options: O,
  problems: Problems,
) {
  const { complete, complaints } = readCall(call.builder, { positional, options }, call.args);
  for (const complaint of complaints) problems.add(index, complaint);
  return complaints.length > 0 ? null : complete;
}

const howLong = ({ builder }: Call): string =>
  l10n.t('{0} needs a duration: add { epochs: 5 } or { steps: 500 }.', builder);

/** Either `epochs` or `steps`. `otherwise`: the value if neither is given, or the complaint about that. */
function readTimed<T>(
  { builder }: Call,
  index: number,
  { epochs, steps }: { readonly epochs: T | null; readonly steps: T | null },
  problems: Problems,
  otherwise: Timed<T> | string,
): Timed<T> | null {
  if (epochs !== null && steps !== null) {
    const message = l10n.t('{0} takes epochs or steps, not both. Remove one of them.', builder);
    problems.add(index, new Complaint('epochs-and-steps', [1, 'steps'], message));
    return null;
  }
  if (epochs !== null) return { epochs };
  if (steps !== null) return { steps };
  if (typeof otherwise !== 'string') return otherwise;
  problems.add(index, new Complaint('missing-argument', [], otherwise));
  return null;
}

/** The learning rate of a model file, a number or a schedule's call, read into its stored form. */
import type { Call } from '../cnn/record.ts';
import { built } from './built.ts';
import { Complaint, type Problems } from './problem.ts';
import { type Fields, optional, readCall, required } from './signature.ts';
import type { DurationSpec, PlainScheduleSpec, ScheduleSpec } from './spec.ts';
import { type Argument, describe, integer, isTagged, number, orNull, type Reader } from './values.ts';

const kinds = ['cosine', 'stepDecay', 'exponential', 'warmup'] as const;
type Kind = (typeof kinds)[number];

export const isScheduleKind = (builder: string): builder is Kind => kinds.some((kind) => kind === builder);

const rate = number({ above: 0 });
const factor = number({ above: 0, most: 1 });
const durationFields = {
  epochs: optional(orNull(number({ above: 0 })), null),
  steps: optional(orNull(integer(1)), null),
};

/** Stands for a schedule whose own call has a complaint; nothing is trained by it. */
const unknown: PlainScheduleSpec = { kind: 'constant', learningRate: 0 };

/** Reads a learning rate. `epochs`: those of the training, where they are known. */
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
    const message = `${label} must be a number or a schedule, such as cosine(0.1); it is ${describe(raw)}.`;
    throw new Complaint('invalid-argument', path, message);
  }
  const call = calls[index];
  if (call?.builder === 'cosine') {
    const options = { finalLearningRate: optional(number({ from: 0 }), 0) };
    const complete = readArguments(call, index, { learningRate: required(rate) }, options, problems);
    return complete ? { kind: 'cosine', ...complete } : unknown;
  }
  if (call?.builder !== 'stepDecay' && call?.builder !== 'exponential') {
    const message = `${label} must be a number or a schedule that can follow a warm-up, such as cosine(0.1).`;
    throw new Complaint('invalid-argument', path, message);
  }
  const kind = call.builder;
  const gamma = kind === 'stepDecay' ? optional(factor, 0.1) : required(factor);
  const complete = readArguments(call, index, { learningRate: required(rate) }, { ...durationFields, gamma }, problems);
  if (!complete) return unknown;
  const every = readDuration(call, index, complete, problems, kind === 'exponential' ? { epochs: 1 } : null);
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
  const duration = complete && readDuration(call, index, complete, problems, null);
  if (!duration) return null;
  if ('epochs' in duration && epochs !== undefined && duration.epochs >= epochs) {
    const message =
      `The warm-up takes ${duration.epochs} of ${epochs} epochs: training ends before the learning rate is reached. ` +
      'Warm up for fewer epochs, or train for more.';
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

/** One of `epochs` and `steps`. */
function readDuration(
  { builder }: Call,
  index: number,
  { epochs, steps }: { readonly epochs: number | null; readonly steps: number | null },
  problems: Problems,
  fallback: DurationSpec | null,
): DurationSpec | null {
  if (epochs !== null && steps !== null) {
    const message = `${builder} takes epochs or steps, not both. Remove one of them.`;
    problems.add(index, new Complaint('epochs-and-steps', [1, 'steps'], message));
    return null;
  }
  if (epochs !== null) return { epochs };
  if (steps !== null) return { steps };
  if (fallback === null) {
    const message = `${builder} must know how long: add { epochs: 5 } or { steps: 500 }.`;
    problems.add(index, new Complaint('missing-argument', [], message));
  }
  return fallback;
}

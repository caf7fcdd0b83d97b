/** Loss, optimizer and learning rate of a model file, read into their stored forms. */
import type { Call } from '../cnn/record.ts';
import { built } from './built.ts';
import { Complaint, type Problems } from './problem.ts';
import { type Fields, optional, readCall, readObject, required } from './signature.ts';
import type { LossSpec, OptimizerSpec, ScheduleSpec, TrainingSpec } from './spec.ts';
import { type Argument, boolean, integer, isTagged, number, type Reader } from './values.ts';

/** Larger than any count of epochs or images in a batch, and than any seed. */
const largest = 2 ** 31 - 1;

/** Reads `training: { … }` of the call `model`; `null` if something is wrong with it. */
export function readTraining(
  calls: readonly Call[],
  model: number,
  argument: Argument,
  problems: Problems,
): TrainingSpec | null {
  const fields = {
    epochs: required(integer(1, largest)),
    batchSize: required(integer(1, largest)),
    loss: required(built('loss', calls)),
    optimizer: required(built('optimizer', calls)),
    seed: optional(integer(0, largest), 0),
  };
  const { values, complete, complaints } = readObject('training', fields, argument);
  for (const complaint of complaints) problems.add(model, complaint);
  const loss = values.loss === undefined ? null : readLoss(calls, values.loss, problems);
  const optimizer = values.optimizer === undefined ? null : readOptimizer(calls, values.optimizer, problems);
  return complete && loss && optimizer && { ...complete, loss, optimizer };
}

function readLoss(calls: readonly Call[], index: number, problems: Problems): LossSpec {
  const { complaints } = readCall('crossEntropy', { positional: {}, options: {} }, calls[index]?.args ?? []);
  for (const complaint of complaints) problems.add(index, complaint);
  return { kind: 'crossEntropy' };
}

const decay = number({ from: 0, below: 1 });
const notNegative = number({ from: 0 });

function readOptimizer(calls: readonly Call[], index: number, problems: Problems): OptimizerSpec | null {
  const call = calls[index];
  const defaultRate = { kind: 'constant', learningRate: 0.001 } as const;
  const common = {
    learningRate: optional(learningRate(calls, problems), defaultRate),
    weightDecay: optional(notNegative, 0),
  };
  if (call?.builder === 'sgd') {
    const options = { ...common, momentum: optional(decay, 0), nesterov: optional(boolean, false) };
    const complete = readOptions(call, index, options, problems);
    if (!complete) return null;
    if (complete.nesterov && complete.momentum === 0) {
      const message = 'nesterov needs momentum above 0. Add momentum: 0.9.';
      const title = 'Add momentum: 0.9';
      const remedy = { kind: 'set', title, path: [0, 'momentum'], text: '0.9' } as const;
      problems.add(index, new Complaint('nesterov-without-momentum', [0, 'nesterov'], message, [remedy]));
    }
    return { kind: 'sgd', ...complete };
  }
  const options = {
    ...common,
    beta1: optional(decay, 0.9),
    beta2: optional(decay, 0.999),
    epsilon: optional(number({ above: 0 }), 1e-8),
  };
  const complete = call ? readOptions(call, index, options, problems) : null;
  return complete && { kind: 'adam', ...complete };
}

function readOptions<O extends Fields>(call: Call, index: number, options: O, problems: Problems) {
  const { complete, complaints } = readCall(call.builder, { positional: {}, options }, call.args);
  for (const complaint of complaints) problems.add(index, complaint);
  return complete;
}

/** A number, or a schedule's call. */
function learningRate(calls: readonly Call[], problems: Problems): Reader<ScheduleSpec> {
  return (argument) => {
    if (!isTagged(argument.raw, 'call')) return { kind: 'constant', learningRate: number({ above: 0 })(argument) };
    const index = built('schedule', calls)(argument);
    const signature = {
      positional: { learningRate: required(number({ above: 0 })) },
      options: { finalLearningRate: optional(notNegative, 0) },
    };
    const { complete, complaints } = readCall('cosine', signature, calls[index]?.args ?? []);
    for (const complaint of complaints) problems.add(index, complaint);
    return { kind: 'cosine', ...(complete ?? { learningRate: 0, finalLearningRate: 0 }) };
  };
}

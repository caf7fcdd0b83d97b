/** Learning rates over a run. They depend only on the step's number, so a resumed run has the same. */
import type { DurationSpec, ScheduleSpec, Timed } from '../model/spec.ts';

/** The length of a run in optimizer steps. */
export interface RunLength {
  readonly steps: number;
  readonly stepsPerEpoch: number;
}

/** The rate for optimizer step `step`, from 1, of a run of this length. */
export function learningRate(schedule: ScheduleSpec, step: number, length: RunLength): number {
  const { steps, stepsPerEpoch } = length;
  const done = step - 1;
  switch (schedule.kind) {
    case 'constant':
      return schedule.learningRate;
    case 'cosine': {
      // Half a cosine from the first rate to the last (Loshchilov & Hutter, "SGDR", 2017, eq. 5), by step.
      const progress = Math.min(1, done / steps);
      const { learningRate: first, finalLearningRate: last } = schedule;
      return last + 0.5 * (first - last) * (1 + Math.cos(Math.PI * progress));
    }
    case 'stepDecay':
      return schedule.learningRate * schedule.gamma ** Math.floor(done / stepsIn(schedule.every, stepsPerEpoch));
    case 'multiStepDecay':
      return (
        schedule.learningRate *
        schedule.gamma ** stepsAt(schedule.milestones, stepsPerEpoch).filter((at) => at <= done).length
      );
    case 'exponential':
      return schedule.learningRate * schedule.gamma ** (done / stepsIn(schedule.every, stepsPerEpoch));
    case 'warmup': {
      const { startFactor, schedule: next } = schedule;
      const warm = stepsIn(schedule.duration, stepsPerEpoch);
      if (done >= warm) return learningRate(next, step - warm, { steps: steps - warm, stepsPerEpoch });
      return next.learningRate * (startFactor + (1 - startFactor) * (done / warm));
    }
    default:
      return schedule satisfies never;
  }
}

/** The rate given in a model file, at which a schedule starts after any warm-up. */
export const namedRate = (schedule: ScheduleSpec): number =>
  schedule.kind === 'warmup' ? schedule.schedule.learningRate : schedule.learningRate;

/** Rounds to whole steps, at least one. */
function stepsIn(duration: DurationSpec, stepsPerEpoch: number): number {
  return 'steps' in duration ? duration.steps : Math.max(1, Math.round(duration.epochs * stepsPerEpoch));
}

function stepsAt(milestones: Timed<readonly number[]>, stepsPerEpoch: number): readonly number[] {
  if ('steps' in milestones) return milestones.steps;
  return milestones.epochs.map((epochs) => stepsIn({ epochs }, stepsPerEpoch));
}

/** Learning rates over a run. */
import type { ScheduleSpec } from '../model/spec.ts';

/** The rate for optimizer step `step`, from 1, of `steps` in the whole run. */
export function learningRate(schedule: ScheduleSpec, step: number, steps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.learningRate;
    case 'cosine': {
      // Half a cosine from the first rate to the last (Loshchilov & Hutter, "SGDR", 2017, eq. 5), by step.
      const progress = Math.min(1, (step - 1) / steps);
      const { learningRate: first, finalLearningRate: last } = schedule;
      return last + 0.5 * (first - last) * (1 + Math.cos(Math.PI * progress));
    }
    default:
      return schedule satisfies never;
  }
}

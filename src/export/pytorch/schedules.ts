/** Learning rates as PyTorch schedulers, stepped after every optimizer step. */
import type { DurationSpec, PlainScheduleSpec, ScheduleSpec, Timed } from '../../model/spec.ts';
import { pythonCall } from './python.ts';

/** The body of `make_schedule(optimizer, epochs, steps_per_epoch)`; `null` for a constant rate. */
export function scheduleLines(spec: ScheduleSpec): readonly string[] | null {
  if (spec.kind !== 'warmup') {
    const plain = plainSchedule(spec, 'epochs * steps_per_epoch');
    return plain === null ? null : [`return ${plain}`];
  }
  const rising = scheduler('LinearLR', [`start_factor=${spec.startFactor}`, 'total_iters=warm']);
  const warm = `warm = ${stepsIn(spec.duration)}`;
  const then = plainSchedule(spec.schedule, 'max(1, epochs * steps_per_epoch - warm)');
  if (then === null) return [warm, `return ${rising}`];
  const both = scheduler('SequentialLR', ['[rise, then]', 'milestones=[warm]']);
  return [warm, `rise = ${rising}`, `then = ${then}`, `return ${both}`];
}

function plainSchedule(spec: PlainScheduleSpec, steps: string): string | null {
  switch (spec.kind) {
    case 'constant':
      return null;
    case 'cosine':
      return scheduler('CosineAnnealingLR', [
        steps,
        ...(spec.finalLearningRate === 0 ? [] : [`eta_min=${spec.finalLearningRate}`]),
      ]);
    case 'stepDecay':
      return scheduler('StepLR', [stepsIn(spec.every), `gamma=${spec.gamma}`]);
    case 'multiStepDecay':
      return scheduler('MultiStepLR', [`[${stepsAt(spec.milestones).join(', ')}]`, `gamma=${spec.gamma}`]);
    case 'exponential': {
      const every = stepsIn(spec.every);
      const divisor = every.endsWith(' * steps_per_epoch') ? `(${every})` : every;
      return scheduler('ExponentialLR', [`gamma=${spec.gamma} ** (1 / ${divisor})`]);
    }
    default:
      return spec satisfies never;
  }
}

const scheduler = (name: string, rest: readonly string[]): string =>
  pythonCall(`torch.optim.lr_scheduler.${name}`, ['optimizer', ...rest]);

/** Rounds to whole steps, at least one; halves are rounded up, as in our training. */
function stepsIn(duration: DurationSpec): string {
  if ('steps' in duration) return String(duration.steps);
  if (duration.epochs === 1) return 'steps_per_epoch';
  if (Number.isInteger(duration.epochs)) return `${duration.epochs} * steps_per_epoch`;
  return `max(1, int(${duration.epochs} * steps_per_epoch + 0.5))`;
}

function stepsAt(milestones: Timed<readonly number[]>): readonly string[] {
  if ('steps' in milestones) return milestones.steps.map(String);
  return milestones.epochs.map((epochs) => stepsIn({ epochs }));
}

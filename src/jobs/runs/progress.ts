/** The progress of a run, from its events, for status bar, CodeLens and notifications. Pure. */
import type { EndEvent, EpochEvent, ErrorEvent, ReadEvent, StepEvent, TrainingEvent } from '../../training/events.ts';

export interface RunProgress {
  /** Epochs of the whole run. */
  readonly epochs: number;
  readonly totalSteps: number;
  /** How many images are read, until all are. */
  readonly reading: ReadEvent | null;
  /** The latest event of each kind. */
  readonly step: StepEvent | null;
  readonly epoch: EpochEvent | null;
  readonly end: EndEvent | null;
  readonly error: ErrorEvent | null;
  /** The first step since the trainer was last started, from which the remaining time is estimated. */
  readonly anchor: StepEvent | null;
}

export const noProgress: RunProgress = {
  epochs: 0,
  totalSteps: 0,
  reading: null,
  step: null,
  epoch: null,
  end: null,
  error: null,
  anchor: null,
};

export function advance(progress: RunProgress, events: readonly TrainingEvent[]): RunProgress {
  return events.reduce(next, progress);
}

function next(progress: RunProgress, event: TrainingEvent): RunProgress {
  switch (event.event) {
    case 'read':
      return { ...progress, reading: event, end: null, error: null };
    case 'start': {
      const { epochs, stepsPerEpoch } = event;
      return {
        ...progress,
        epochs,
        totalSteps: epochs * stepsPerEpoch,
        reading: null,
        end: null,
        error: null,
        anchor: null,
      };
    }
    case 'step':
      return { ...progress, step: event, anchor: progress.anchor ?? event };
    case 'epoch':
      return { ...progress, epoch: event };
    case 'end':
      return { ...progress, reading: null, end: event };
    case 'error':
      return { ...progress, reading: null, error: event };
    case 'checkpoint':
      return progress;
    default:
      return event satisfies never;
  }
}

/** From 0 to 1. */
export function fractionDone({ step, totalSteps }: RunProgress): number {
  return step && totalSteps > 0 ? Math.min(1, step.step / totalSteps) : 0;
}

/** Estimated seconds to the end, including validation, at the speed since the trainer was started; `null` at first. */
export function secondsLeft({ anchor, step, totalSteps }: RunProgress): number | null {
  if (!anchor || !step || step.step <= anchor.step) return null;
  const secondsAStep = (step.seconds - anchor.seconds) / (step.step - anchor.step);
  return Math.max(0, totalSteps - step.step) * secondsAStep;
}

/** A run as a window knows it. Pure: what is shown of runs depends on this alone. */
import type { RunState } from '../training/runReader.ts';
import type { RunProgress } from './runProgress.ts';

export interface RunFailure {
  readonly code: string;
  /** What went wrong and the remedy. */
  readonly message: string;
}

export interface TrackedRun {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly name: string;
  readonly modelFile: string;
  /** `starting`: its trainer was started and has not said anything yet. */
  readonly state: 'waiting' | 'starting' | RunState;
  readonly progress: RunProgress;
  /** What the trainer's status, or else the trainer itself, says of a failure. */
  readonly error: RunFailure | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

export function isActive({ state }: Pick<TrackedRun, 'state'>): boolean {
  return state === 'waiting' || state === 'starting' || state === 'running';
}

/**
 * Whether training can go on from the last checkpoint. A loss that is no number comes again: the same
 * steps give the same numbers.
 */
export function isResumable({ state, error }: Pick<TrackedRun, 'state' | 'error'>): boolean {
  if (state === 'failed') return error?.code !== 'loss-not-finite';
  return state === 'interrupted' || state === 'killed';
}

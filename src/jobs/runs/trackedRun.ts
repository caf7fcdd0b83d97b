/** A run as a window knows it. Pure: everything shown of runs depends only on this. */
import type { RunState } from '../../training/runReader.ts';
import type { RunProgress } from './progress.ts';

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
  /** `starting`: its trainer was started but has not reported yet. */
  readonly state: 'waiting' | 'starting' | RunState;
  readonly progress: RunProgress;
  /** The failure, from the trainer's status or else from the trainer itself. */
  readonly error: RunFailure | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Whether and how it trains or has ended. */
export type TrackedState = Pick<TrackedRun, 'state' | 'error'>;

export function isActive({ state }: Pick<TrackedRun, 'state'>): boolean {
  return state === 'waiting' || state === 'starting' || state === 'running';
}

/**
 * Whether training can be resumed from the last checkpoint. A diverged run would diverge again, since the same steps
 * give the same numbers.
 */
export function isResumable({ state, error }: TrackedState): boolean {
  if (state === 'failed') return error?.code !== 'loss-not-finite';
  return state === 'interrupted' || state === 'killed';
}

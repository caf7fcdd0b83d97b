/** The state of a run, from everything that a window knows of it. Pure. */

import type { RunFailure, TrackedRun, TrackedState } from '../runs/trackedRun.ts';
import type { RunUpdate } from '../runs/watcher.ts';
import type { Job } from './queue.ts';

/** A trainer started by this window: whether it is alive, and its last message. */
export interface OwnTrainer {
  readonly pid: number;
  readonly ended: boolean;
  readonly failure: RunFailure | null;
}

/** What the queue (`job`), the run folder (`update`) and this window's own trainer say. */
export function trackedState(
  job: Pick<Job, 'pid'> | null,
  update: Pick<RunUpdate, 'run' | 'state'> | null,
  trainer: OwnTrainer | null,
): TrackedState {
  const status = update?.run.status;
  const state = stateOf(job, update);
  const error = status?.error ?? null;
  // A trainer that fails and cannot write its status, as on a full disk, looks killed in its folder: the window that
  // started it waits for its last message.
  if (state !== 'killed' || trainer === null || trainer.pid !== status?.pid) return { state, error };
  if (!trainer.ended) return { state: 'running', error };
  return trainer.failure ? { state: 'failed', error: trainer.failure } : { state, error };
}

function stateOf(job: Pick<Job, 'pid'> | null, update: Pick<RunUpdate, 'run' | 'state'> | null): TrackedRun['state'] {
  if (job?.pid === null) return 'waiting';
  // The folder of a run to be resumed still says how its last trainer ended.
  if (!update || (job && update.run.status.pid !== job.pid)) return 'starting';
  return update.state;
}

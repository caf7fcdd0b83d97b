/** Keeps displays of runs up to date: changes of state at once, progress at a readable pace. */
import type { EventEmitter } from 'node:events';
import type { JobsEvents } from '../../jobs/queue/jobs.ts';
import { throttled } from './throttled.ts';

/**
 * Calls `show` when a run has changed: at once if it appears, disappears or changes state, since buttons depend on
 * that; for progress, at most every `interval` milliseconds.
 */
export function followRuns(jobs: EventEmitter<JobsEvents>, show: () => void, interval: number): { dispose(): void } {
  const refresh = throttled(show, interval);
  const onChange = (...[{ state }, before]: JobsEvents['change']) => {
    if (state === before) refresh();
    else refresh.now();
  };
  jobs.on('change', onChange).on('gone', refresh.now);
  return {
    dispose: () => {
      jobs.off('change', onChange).off('gone', refresh.now);
      refresh.cancel();
    },
  };
}

/** One run that a window knows: its job in the queue, what its folder says, and whether that is followed. */
import { existsSync } from 'node:fs';
import { advance, noProgress } from '../runs/progress.ts';
import { isActive, type TrackedRun } from '../runs/trackedRun.ts';
import { type RunUpdate, RunWatcher } from '../runs/watcher.ts';
import type { OwnTrainers } from './ownTrainers.ts';
import type { Job } from './queue.ts';
import { trackedState } from './trackedState.ts';

export interface FollowedRunListener {
  /** `before` is `null` for a run that was not known before. */
  onChange(run: TrackedRun, before: TrackedRun['state'] | null): void;
  /** The folder has news. */
  onHeard(run: FollowedRun): void;
  /** The folder no longer exists. */
  onGone(run: FollowedRun): void;
}

export class FollowedRun {
  readonly #trainers: OwnTrainers;
  readonly #listener: FollowedRunListener;
  #run: TrackedRun;
  #job: Job | null;
  #update: RunUpdate | null = null;
  /** None while a new run waits, which has no folder yet, and for a run at rest. */
  #watcher: RunWatcher | null = null;
  /** Until the watcher's first update. */
  #silent = true;

  constructor(
    subject: Pick<TrackedRun, 'folder' | 'name' | 'modelFile' | 'createdAt'>,
    job: Job | null,
    trainers: OwnTrainers,
    listener: FollowedRunListener,
  ) {
    const { folder, name, modelFile, createdAt } = subject;
    this.#run = { folder, name, modelFile, createdAt, progress: noProgress, ...trackedState(job, null, null) };
    this.#job = job;
    this.#trainers = trainers;
    this.#listener = listener;
  }

  get run(): TrackedRun {
    return this.#run;
  }

  /** The run's job, as last passed to `queued`. */
  get job(): Job | null {
    return this.#job;
  }

  /** Whether queue or folder have reported it. */
  get isKnown(): boolean {
    return this.#job !== null || this.#update !== null;
  }

  /** Whether its folder has reported it and is no longer followed. */
  get rests(): boolean {
    return this.#watcher === null && this.#update !== null;
  }

  /** Whether it need not be followed. */
  get mayRest(): boolean {
    return this.#job === null && !this.#silent && !isActive(this.#run);
  }

  /** Whether this process has written the folder's status. */
  isOf(pid: number): boolean {
    return this.#update?.run.status.pid === pid;
  }

  /** Follows the folder from now on. */
  follow(): RunWatcher {
    if (this.#watcher) return this.#watcher;
    this.#silent = true;
    this.#watcher = new RunWatcher(this.#run.folder, {
      onUpdate: (update) => this.#hear(update),
      onError: () => {
        if (this.#job === null && !existsSync(this.#run.folder)) this.#listener.onGone(this);
      },
    });
    return this.#watcher;
  }

  /** Stops following the folder; its last state still counts. */
  rest(): void {
    this.#watcher?.dispose();
    this.#watcher = null;
  }

  /** Stops the run's trainer, if it answers, so that the run can be resumed. */
  async stop(): Promise<void> {
    await this.#watcher?.stop();
  }

  /** The job of this run in the queue, if any. */
  queued(job: Job | null): void {
    this.#job = job;
    if (job?.pid) this.follow();
  }

  /** Reports the state if it differs from the last one reported. */
  show(): void {
    const before = this.#run.state;
    const now = this.#trackedState();
    if (now.state === before) return;
    this.#run = { ...this.#run, ...now };
    this.#listener.onChange(this.#run, before);
  }

  #hear(update: RunUpdate): void {
    const before = this.isKnown ? this.#run.state : null;
    const begins = update.reset || this.#silent;
    this.#update = update;
    this.#silent = false;
    this.#run = {
      ...this.#run,
      ...this.#trackedState(),
      createdAt: update.run.manifest.createdAt,
      progress: advance(begins ? noProgress : this.#run.progress, update.events),
    };
    this.#listener.onChange(this.#run, before);
    this.#listener.onHeard(this);
  }

  #trackedState() {
    return trackedState(this.#job, this.#update, this.#trainers.of(this.#run.folder));
  }
}

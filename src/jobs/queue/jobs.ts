/**
 * The training jobs of a window: those started in it, those found running (started by another window, before a reload,
 * in a terminal) and the latest run of each open model. Trainers are processes of their own: everything known of them
 * comes from their run folders and the queue's file.
 */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { runFolderPath } from '../../training/runFolder.ts';
import { listRuns, type RunState, readRun, runState } from '../../training/runReader.ts';
import { type FolderWatch, watchFolder } from '../folderWatch.ts';
import { isActive, isResumable, type TrackedRun, type TrackedState } from '../runs/trackedRun.ts';
import type { RunUpdate } from '../runs/watcher.ts';
import type { TrainerFailure } from '../trainer/start.ts';
import { FollowedRun } from './followedRun.ts';
import { endProcess, isRunning } from './jobTrainer.ts';
import { OwnTrainers, type StartTrainer } from './ownTrainers.ts';
import type { Job, JobQueue, JobRequest, NewJob } from './queue.ts';
import { trackedState } from './trackedState.ts';

export interface JobsOptions {
  readonly queue: JobQueue;
  readonly start: StartTrainer;
  readonly maximum: () => number;
  /** Whether a job of this model file concerns this window. */
  readonly concerns: (modelFile: string) => boolean;
}

export interface JobsEvents {
  /** `before` is `null` for a run that was not known before. */
  change: [run: TrackedRun, before: TrackedRun['state'] | null];
  /** A waiting job was withdrawn, a job ended before it became a run, or a run's folder was deleted. */
  gone: [run: TrackedRun];
  /** A trainer ended before it could write anything to a run folder. */
  failure: [run: Pick<TrackedRun, 'folder' | 'name'>, message: string];
}

/** Milliseconds between looks at the queue while a job waits or its trainer starts. */
const pollWaiting = 2000;

export class Jobs extends EventEmitter<JobsEvents> {
  readonly #options: JobsOptions;
  /** By run folder. */
  readonly #followed = new Map<string, FollowedRun>();
  readonly #trainers: OwnTrainers;
  readonly #folderWatch: FolderWatch;
  #poll: NodeJS.Timeout | undefined;
  #disposed = false;
  /** Including jobs withdrawn within the same second, which would get the same folder name. */
  readonly #givenFolders = new Set<string>();
  #proceeding: Promise<void> = Promise.resolve();

  constructor(options: JobsOptions) {
    super();
    this.#options = options;
    this.#trainers = new OwnTrainers(options.start, (...end) => void this.#trainerEnded(...end));
    const folder = path.dirname(options.queue.file);
    mkdirSync(folder, { recursive: true });
    this.#folderWatch = watchFolder(folder, (file) => {
      if (file === path.basename(options.queue.file)) this.#later();
    });
  }

  /** All known runs, newest first. */
  runs(): TrackedRun[] {
    return [...this.#followed.values()]
      .filter(({ isKnown }) => isKnown)
      .map(({ run }) => run)
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** The run that a model's CodeLens shows: one in progress, else the newest. */
  ofModel(modelFile: string): TrackedRun | null {
    const runs = this.runs().filter((run) => run.modelFile === modelFile);
    return runs.find(isActive) ?? runs[0] ?? null;
  }

  /** The overall state of a run whose folder says `update`. */
  stateOf(update: Pick<RunUpdate, 'run' | 'state'>): TrackedState {
    const { folder } = update.run;
    return trackedState(this.#followed.get(folder)?.job ?? null, update, this.#trainers.of(folder));
  }

  /** A folder name for a new run, which no other run has, waits for or was given in this window. */
  async newRunFolder(modelFile: string, name: string): Promise<string> {
    const taken = new Set((await this.#options.queue.jobs()).map((job) => job.run));
    const now = new Date();
    const isFree = (folder: string) => !taken.has(folder) && !this.#givenFolders.has(folder) && !existsSync(folder);
    for (let attempt = 1; ; attempt++) {
      const folder = runFolderPath(modelFile, name, now, attempt);
      if (!isFree(folder)) continue;
      this.#givenFolders.add(folder);
      return folder;
    }
  }

  /** Puts a training at the end of the queue, and starts it when its turn comes. */
  async train(request: Omit<NewJob, 'resume'>): Promise<void> {
    await this.#add({ ...request, resume: false });
  }

  /** Follows the jobs that other windows started, including those whose trainer was killed meanwhile. */
  async attach(): Promise<void> {
    const started = (await this.#options.queue.jobs()).filter(({ pid }) => pid !== null);
    const concerning = started.filter(({ modelFile }) => this.#options.concerns(modelFile));
    await Promise.all(concerning.map(({ run }) => this.track(run).catch(() => undefined)));
    await this.proceed();
  }

  /** Follows an existing run; settles when its state is known. */
  async track(folder: string): Promise<void> {
    const known = this.#followed.get(folder);
    if (known) {
      if (known.rests) await known.follow().refresh();
      return;
    }
    const { manifest } = await readRun(folder);
    if (this.#followed.has(folder)) return;
    const { name, modelFile, createdAt } = manifest;
    await this.#addRun({ folder, name, modelFile, createdAt }, null).follow().refresh();
  }

  /** Follows the latest run of a model, if there is any. */
  async trackLatest(modelFile: string): Promise<void> {
    const runs = await listRuns(path.dirname(modelFile));
    const latest = runs.find(({ manifest }) => manifest.modelFile === modelFile);
    if (latest) await this.track(latest.folder);
  }

  /** Withdraws a waiting job, or stops a running one so that it can be resumed. */
  async stop(folder: string): Promise<void> {
    const followed = this.#followed.get(folder);
    if (!followed) return;
    if (followed.job?.pid === null) {
      const isTaken = await this.#options.queue.cancel(followed.job.id);
      await this.#refresh();
      if (isTaken) return;
    }
    // Also if it started just as its job was to be withdrawn.
    const { job, run } = followed;
    if (run.state === 'starting' && job?.pid) endProcess(job.pid);
    else await followed.stop();
  }

  /** Resumes a run from its last checkpoint, through the queue; rejects if it cannot be resumed. */
  async resume(folder: string): Promise<void> {
    const { manifest, status } = await readRun(folder);
    const { name, modelFile } = manifest;
    const state = await runState(status);
    if (!isResumable({ state, error: status.error })) {
      throw new Error(l10n.t('The training of {0} cannot be resumed: {1}.', name, whyNotResumable(state)));
    }
    // The job of the trainer that has ended may still be in the queue.
    await this.proceed();
    await this.#add({ name, modelFile, run: folder, resume: true });
  }

  /** Starts the jobs whose turn it is, and reads the queue. */
  async proceed(): Promise<void> {
    const turn = this.#proceeding.then(() => this.#proceed());
    this.#proceeding = turn.catch(() => undefined);
    await turn;
  }

  /** Trainers continue; settles when this window has finished its own work. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.removeAllListeners();
    this.#folderWatch.close();
    await this.#proceeding;
    clearTimeout(this.#poll);
    for (const followed of this.#followed.values()) followed.rest();
    this.#followed.clear();
  }

  async #add(request: JobRequest): Promise<void> {
    await this.#options.queue.add(request);
    await this.proceed();
  }

  async #proceed(): Promise<void> {
    if (this.#disposed) return;
    const { queue, maximum } = this.#options;
    try {
      await queue.proceed(maximum(), isRunning, (job) => this.#trainers.start(job));
    } finally {
      await this.#refresh();
    }
  }

  async #trainerEnded({ run: folder, name }: Job, pid: number, failure: TrainerFailure | null): Promise<void> {
    const followed = this.#followed.get(folder);
    const silent = !followed?.isOf(pid);
    followed?.show();
    await this.proceed().catch(() => undefined);
    if (failure !== null && silent) this.emit('failure', { folder, name }, failure.message);
  }

  async #refresh(): Promise<void> {
    const jobs = (await this.#options.queue.jobs()).filter(({ modelFile }) => this.#options.concerns(modelFile));
    const byRun = new Map(jobs.map((job) => [job.run, job]));
    for (const [folder, followed] of this.#followed) {
      const job = byRun.get(folder) ?? null;
      byRun.delete(folder);
      this.#settle(followed, job);
    }
    for (const job of byRun.values()) {
      const { run: folder, name, modelFile } = job;
      const followed = this.#addRun({ folder, name, modelFile, createdAt: new Date().toISOString() }, job);
      if (job.pid !== null) followed.follow();
      this.emit('change', followed.run, null);
    }
    clearTimeout(this.#poll);
    if (this.runs().some(({ state }) => state === 'waiting' || state === 'starting'))
      this.#poll = setTimeout(() => this.#later(), pollWaiting);
  }

  #later(): void {
    // A failure here is reported when a job is requested, which fails the same way.
    this.proceed().catch(() => undefined);
  }

  #addRun(subject: Pick<TrackedRun, 'folder' | 'name' | 'modelFile' | 'createdAt'>, job: Job | null): FollowedRun {
    const followed = new FollowedRun(subject, job, this.#trainers, {
      onChange: (run, before) => this.emit('change', run, before),
      onHeard: ({ job: own, run }) => {
        if (own?.pid && !isActive(run)) this.#later();
        this.#letRest(run.modelFile);
      },
      onGone: (gone) => this.#forget(gone),
    });
    this.#followed.set(subject.folder, followed);
    return followed;
  }

  #forget(followed: FollowedRun): void {
    followed.rest();
    this.#followed.delete(followed.run.folder);
    this.emit('gone', followed.run);
  }

  /** Of a model's runs at rest, only the newest is followed; others are followed again when they get a job. */
  #letRest(modelFile: string): void {
    const newest = this.runs().find((run) => run.modelFile === modelFile);
    for (const followed of this.#followed.values()) {
      const { run, mayRest } = followed;
      if (run.modelFile === modelFile && run !== newest && mayRest) followed.rest();
    }
  }

  /** Updates a run with what the queue knows of it. */
  #settle(followed: FollowedRun, job: Job | null): void {
    const ended = followed.job !== null && job === null;
    followed.queued(job);
    if (ended && !followed.isKnown) {
      this.#forget(followed);
      return;
    }
    followed.show();
    this.#letRest(followed.run.modelFile);
  }
}

/** Why a run in this state cannot be resumed. */
function whyNotResumable(state: RunState): string {
  if (state === 'running') return l10n.t('it is running');
  return state === 'failed' ? l10n.t('the same steps would diverge again') : l10n.t('it has finished');
}

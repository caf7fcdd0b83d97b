/**
 * The training jobs of a window: those asked for in it, those found running (started by another window,
 * by one that was reloaded, in a terminal) and the latest run of each open model. Trainers are processes
 * of their own: all that is known of them is what their run folders and the queue's file say.
 */
import { EventEmitter } from 'node:events';
import { existsSync, type FSWatcher, mkdirSync, watch } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { runFolderPath } from '../training/runFolder.ts';
import { isAlive, listRuns, processExists, readRun, runState } from '../training/runReader.ts';
import type { Job, JobQueue, JobRequest } from './queue.ts';
import { advance, noProgress } from './runProgress.ts';
import { type RunUpdate, RunWatcher } from './runWatcher.ts';
import type { TrainerProcess } from './startTrainer.ts';
import { isActive, isResumable, type RunFailure, type TrackedRun } from './trackedRun.ts';
import type { TrainingRequest } from './trainingRequest.ts';

export interface JobsOptions {
  readonly queue: JobQueue;
  readonly start: (request: TrainingRequest) => Promise<Pick<TrainerProcess, 'pid' | 'ended'>>;
  readonly maximum: () => number;
  /** Whether a job of this model file concerns this window. */
  readonly concerns: (modelFile: string) => boolean;
}

export interface JobsEvents {
  /** `before` is `null` for a run not known until now. */
  change: [run: TrackedRun, before: TrackedRun['state'] | null];
  /** A waiting job was taken back, one ended before it became a run, or a run's folder was deleted. */
  gone: [run: TrackedRun];
  /** A trainer ended before it could say anything in a run folder. */
  failure: [run: Pick<TrackedRun, 'folder' | 'name'>, message: string];
}

/** A trainer started by this window: whether it is there, and what it said as it ended. */
interface OwnTrainer {
  readonly pid: number;
  ended: boolean;
  failure: RunFailure | null;
}

interface Entry {
  run: TrackedRun;
  job: Job | null;
  update: RunUpdate | null;
  /** None while a new run waits, which has no folder yet, nor for a run that rests and is not its model's newest. */
  watcher: RunWatcher | null;
  /** The watcher has not told anything yet. */
  silent: boolean;
}

/** A trainer that has said nothing for so long after its start is no longer counted as one. */
const startLimit = 60_000;
const pollWaiting = 2000;

export class Jobs extends EventEmitter<JobsEvents> {
  readonly #options: JobsOptions;
  readonly #entries = new Map<string, Entry>();
  /** By run folder. */
  readonly #trainers = new Map<string, OwnTrainer>();
  readonly #folderWatch: FSWatcher;
  #poll: NodeJS.Timeout | undefined;
  #disposed = false;
  #proceeding: Promise<void> = Promise.resolve();

  constructor(options: JobsOptions) {
    super();
    this.#options = options;
    const folder = path.dirname(options.queue.file);
    mkdirSync(folder, { recursive: true });
    this.#folderWatch = watch(folder, (_event, name) => {
      if (name === path.basename(options.queue.file)) this.#later();
    });
    this.#folderWatch.on('error', () => this.#folderWatch.close());
  }

  /** All known runs, the newest first. */
  runs(): TrackedRun[] {
    return [...this.#entries.values()]
      .filter(({ job, update }) => job || update)
      .map(({ run }) => run)
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** The run that a model's CodeLens speaks of: one that is on, else the newest. */
  ofModel(modelFile: string): TrackedRun | null {
    const runs = this.runs().filter((run) => run.modelFile === modelFile);
    return runs.find(isActive) ?? runs[0] ?? null;
  }

  /** A folder for a run to come, which no other run has or waits for. */
  async newRunFolder(modelFile: string, name: string): Promise<string> {
    const taken = new Set((await this.#options.queue.jobs()).map((job) => job.run));
    const now = new Date();
    const folder = (attempt: number) => runFolderPath(modelFile, name, now, attempt);
    let attempt = 1;
    while (taken.has(folder(attempt)) || existsSync(folder(attempt))) attempt++;
    return folder(attempt);
  }

  /** Puts a training at the end of the queue and starts it when it may. */
  async train(request: Omit<JobRequest, 'resume'>): Promise<void> {
    await this.#add({ ...request, resume: false });
  }

  /** Follows the jobs that other windows started, also those whose trainer was killed meanwhile. */
  async attach(): Promise<void> {
    const started = (await this.#options.queue.jobs()).filter(({ pid }) => pid !== null);
    const concerning = started.filter(({ modelFile }) => this.#options.concerns(modelFile));
    await Promise.all(concerning.map(({ run }) => this.track(run).catch(() => undefined)));
    await this.proceed();
  }

  /** Follows a run that is there already; settles when its state is known. */
  async track(folder: string): Promise<void> {
    const known = this.#entries.get(folder);
    if (known) {
      if (!known.watcher && known.update) await this.#watch(known).refresh();
      return;
    }
    const { manifest } = await readRun(folder);
    if (this.#entries.has(folder)) return;
    const { name, modelFile, createdAt } = manifest;
    const run: TrackedRun = {
      folder,
      name,
      modelFile,
      createdAt,
      state: 'starting',
      progress: noProgress,
      error: null,
    };
    await this.#watch(this.#addEntry(run, null)).refresh();
  }

  /** Follows the latest run of a model, if there is any. */
  async trackLatest(modelFile: string): Promise<void> {
    const runs = await listRuns(path.dirname(modelFile));
    const latest = runs.find(({ manifest }) => manifest.modelFile === modelFile);
    if (latest) await this.track(latest.folder);
  }

  /** Takes a waiting job back, or stops a running one so that it can be resumed. */
  async stop(folder: string): Promise<void> {
    const entry = this.#entries.get(folder);
    if (!entry) return;
    const { job, watcher } = entry;
    if (job?.pid === null && (await this.#options.queue.cancel(job.id))) await this.#refresh();
    else if (entry.run.state === 'starting' && job?.pid) process.kill(job.pid);
    else await watcher?.stop();
  }

  /** Goes on with a run from its last checkpoint, by way of the queue; refused where it has not ended so. */
  async resume(folder: string, options: Pick<JobRequest, 'device' | 'threads'>): Promise<void> {
    const { manifest, status } = await readRun(folder);
    const { name, modelFile } = manifest;
    const state = await runState(status);
    if (!isResumable({ state, error: status.error })) {
      throw new Error(l10n.t('The training of {0} cannot be resumed: it is {1}.', name, state));
    }
    // The job of the trainer that has ended may still be there.
    await this.proceed();
    await this.#add({ name, modelFile, root: path.dirname(modelFile), run: folder, resume: true, ...options });
  }

  /** Starts what may be started, and looks at the queue. */
  async proceed(): Promise<void> {
    const turn = this.#proceeding.then(() => this.#proceed());
    this.#proceeding = turn.catch(() => undefined);
    await turn;
  }

  /** Trainers go on; settles when nothing is under way here any more. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.removeAllListeners();
    this.#folderWatch.close();
    await this.#proceeding;
    clearTimeout(this.#poll);
    for (const { watcher } of this.#entries.values()) watcher?.dispose();
    this.#entries.clear();
  }

  async #add(request: JobRequest): Promise<void> {
    await this.#options.queue.add(request);
    await this.proceed();
  }

  async #proceed(): Promise<void> {
    if (this.#disposed) return;
    const { queue, maximum } = this.#options;
    try {
      await queue.proceed(maximum(), isRunning, (job) => this.#start(job));
    } finally {
      await this.#refresh();
    }
  }

  async #start(job: Job): Promise<number> {
    const { pid, ended } = await this.#options.start(requestOf(job));
    const trainer: OwnTrainer = { pid, ended: false, failure: null };
    this.#trainers.set(job.run, trainer);
    void ended.then(async (failure) => {
      trainer.ended = true;
      if (failure?.told) trainer.failure = { code: 'told', message: failure.message };
      const entry = this.#entries.get(job.run);
      const silent = entry?.update?.run.status.pid !== pid;
      if (entry) this.#show(entry);
      await this.proceed().catch(() => undefined);
      if (failure !== null && silent) this.emit('failure', { folder: job.run, name: job.name }, failure.message);
    });
    return pid;
  }

  async #refresh(): Promise<void> {
    const jobs = (await this.#options.queue.jobs()).filter(({ modelFile }) => this.#options.concerns(modelFile));
    const byRun = new Map(jobs.map((job) => [job.run, job]));
    for (const [folder, entry] of this.#entries) {
      const job = byRun.get(folder) ?? null;
      byRun.delete(folder);
      this.#settle(entry, job);
    }
    for (const job of byRun.values()) {
      const { run: folder, name, modelFile } = job;
      const state = stateOf(job, null);
      const createdAt = new Date().toISOString();
      const run: TrackedRun = { folder, name, modelFile, createdAt, state, progress: noProgress, error: null };
      const entry = this.#addEntry(run, job);
      if (job.pid !== null) this.#watch(entry);
      this.emit('change', run, null);
    }
    clearTimeout(this.#poll);
    if (this.runs().some(({ state }) => state === 'waiting' || state === 'starting'))
      this.#poll = setTimeout(() => this.#later(), pollWaiting);
  }

  #later(): void {
    // What fails here fails again, and is told, when a job is asked for.
    this.proceed().catch(() => undefined);
  }

  #addEntry(run: TrackedRun, job: Job | null): Entry {
    const entry: Entry = { run, job, update: null, watcher: null, silent: true };
    this.#entries.set(run.folder, entry);
    return entry;
  }

  #watch(entry: Entry): RunWatcher {
    if (entry.watcher) return entry.watcher;
    entry.silent = true;
    entry.watcher = new RunWatcher(entry.run.folder, {
      onUpdate: (update) => {
        this.#updated(entry, { ...update, reset: update.reset || entry.silent });
      },
      onError: () => {
        if (entry.job === null && !existsSync(entry.run.folder)) this.#forget(entry);
      },
    });
    return entry.watcher;
  }

  #updated(entry: Entry, update: RunUpdate): void {
    const known = entry.update !== null || entry.job !== null;
    entry.update = update;
    entry.silent = false;
    const before = entry.run.state;
    entry.run = {
      ...entry.run,
      ...this.#standing(entry),
      createdAt: update.run.manifest.createdAt,
      progress: advance(update.reset ? noProgress : entry.run.progress, update.events),
    };
    this.emit('change', entry.run, known ? before : null);
    if (entry.job?.pid && !isActive(entry.run)) this.#later();
    this.#letRest(entry.run.modelFile);
  }

  #forget(entry: Entry): void {
    entry.watcher?.dispose();
    this.#entries.delete(entry.run.folder);
    this.emit('gone', entry.run);
  }

  /** Of a model's runs that rest, only the newest is followed; another is again when it gets a job. */
  #letRest(modelFile: string): void {
    const newest = this.runs().find((run) => run.modelFile === modelFile);
    for (const entry of this.#entries.values()) {
      const { run, job, watcher, silent } = entry;
      if (run.modelFile !== modelFile || run === newest || job || silent || isActive(run)) continue;
      watcher?.dispose();
      entry.watcher = null;
    }
  }

  /** The queue says anew what it knows of a run. */
  #settle(entry: Entry, job: Job | null): void {
    const ended = entry.job !== null && job === null;
    entry.job = job;
    if (ended && !entry.update) {
      this.#forget(entry);
      return;
    }
    if (job?.pid) this.#watch(entry);
    this.#show(entry);
    this.#letRest(entry.run.modelFile);
  }

  /** Tells of another state than was told last. */
  #show(entry: Entry): void {
    const before = entry.run.state;
    const standing = this.#standing(entry);
    if (standing.state === before) return;
    entry.run = { ...entry.run, ...standing };
    this.emit('change', entry.run, before);
  }

  /**
   * How a run stands. A trainer that fails and cannot write its status, as on a full disk, looks killed in
   * its folder: the window that started it waits for its last word.
   */
  #standing({ run: { folder }, job, update }: Entry): Pick<TrackedRun, 'state' | 'error'> {
    const state = stateOf(job, update);
    const error = update?.run.status.error ?? null;
    const trainer = this.#trainers.get(folder);
    if (state !== 'killed' || trainer?.pid !== update?.run.status.pid) return { state, error };
    if (!trainer?.ended) return { state: 'running', error };
    return trainer.failure ? { state: 'failed', error: trainer.failure } : { state, error };
  }
}

function stateOf(job: Job | null, update: RunUpdate | null): TrackedRun['state'] {
  if (job?.pid === null) return 'waiting';
  // A run to be resumed still says how its last trainer ended.
  if (!update || (job && update.run.status.pid !== job.pid)) return 'starting';
  return update.state;
}

function requestOf({ resume, modelFile, root, run, device, threads, checkpointEvery, limits }: Job): TrainingRequest {
  if (resume) return { kind: 'resume', run, maxSteps: null };
  const whole = { epochs: null, seed: null, maxSteps: null };
  return { kind: 'new', modelFile, root, run, device, threads, checkpointEvery, limits, ...whole };
}

async function isRunning({ pid, run, startedAt }: Job): Promise<boolean> {
  if (pid === null || !processExists(pid)) return false;
  const status = await readRun(run).then(
    (found) => found.status,
    () => null,
  );
  if (status?.pid === pid) return status.state === 'running' && (status.socket === null || (await isAlive(status)));
  return Date.now() - (startedAt ?? 0) < startLimit;
}

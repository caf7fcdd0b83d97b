/**
 * The queue of training jobs: a file that every window reads, changed by one process at a time. Whichever window finds
 * a free slot starts the next job, so jobs continue as long as any window is open.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import { readJson, writeJson } from '../../data/files.ts';
import type { DeviceChoice } from '../../engine/deviceIds.ts';
import type { Limits } from '../../sandbox/limits.ts';
import { withLock } from '../fileLock.ts';

interface JobSubject {
  /** The model's name, for people. */
  readonly name: string;
  /** Absolute path. */
  readonly modelFile: string;
  /** Absolute path of the run folder, to be created or resumed. */
  readonly run: string;
}

export interface NewJob extends JobSubject {
  readonly resume: false;
  /** Absolute path of the folder that the model file's imports must not leave. */
  readonly root: string;
  /** A value of `--device`. */
  readonly device: DeviceChoice;
  /** `null` lets the trainer choose. */
  readonly threads: number | null;
  /** As `NewRun` has it. */
  readonly checkpointEvery?: number;
  /** Limits of the model file's evaluation. */
  readonly limits?: Partial<Limits>;
}

/** Everything else is in the run folder. */
export interface ResumeJob extends JobSubject {
  readonly resume: true;
}

export type JobRequest = NewJob | ResumeJob;

export type Job = JobRequest & {
  readonly id: string;
  /** The trainer's process; `null` while the job waits. */
  readonly pid: number | null;
  /** When the trainer was started, in milliseconds since 1970. */
  readonly startedAt: number | null;
};

interface QueueFile {
  readonly version: 1;
  /** In the order of request. */
  readonly jobs: readonly Job[];
}

export class JobQueue {
  readonly file: string;
  readonly #lock: string;

  /** `folder` is shared by all windows. */
  constructor(folder: string) {
    this.file = path.join(folder, 'queue.json');
    this.#lock = path.join(folder, 'queue.lock');
  }

  async jobs(): Promise<readonly Job[]> {
    // A damaged file loses the queue but no trainings: these continue and are found by their folders.
    const content = await readJson(this.file).catch(() => null);
    return isQueueFile(content) ? content.jobs : [];
  }

  /** Adds a job, or returns the existing one of its run folder: a run has one trainer at a time. */
  async add(request: JobRequest): Promise<Job> {
    let job: Job = { ...request, id: randomUUID(), pid: null, startedAt: null };
    await this.#change(async (jobs) => {
      const same = jobs.find(({ run }) => run === request.run);
      if (!same) return [...jobs, job];
      job = same;
      return jobs;
    });
    return job;
  }

  /** Withdraws a waiting job; false if it was started meanwhile. */
  async cancel(id: string): Promise<boolean> {
    let waiting = false;
    await this.#change(async (jobs) => {
      waiting = jobs.some((job) => job.id === id && job.pid === null);
      return waiting ? jobs.filter((job) => job.id !== id) : jobs;
    });
    return waiting;
  }

  /**
   * Drops jobs that have ended and starts waiting ones, first come first served, while fewer than `maximum` are
   * running. `start` returns the trainer's process; a job that cannot be started leaves the queue.
   */
  async proceed(
    maximum: number,
    isRunning: (job: Job) => Promise<boolean>,
    start: (job: Job) => Promise<number>,
  ): Promise<void> {
    const failures: Error[] = [];
    await this.#change(async (jobs) => {
      const alive = await Promise.all(jobs.map(async (job) => job.pid === null || (await isRunning(job))));
      const kept: Job[] = [];
      let running = jobs.filter((job, index) => job.pid !== null && alive[index]).length;
      for (const job of jobs.filter((_, index) => alive[index])) {
        if (job.pid !== null || running >= maximum) {
          kept.push(job);
          continue;
        }
        try {
          kept.push({ ...job, pid: await start(job), startedAt: Date.now() });
          running++;
        } catch (cause) {
          const reason = messageOf(cause);
          failures.push(new Error(l10n.t('The training of {0} did not start: {1}', job.name, reason), { cause }));
        }
      }
      return kept;
    });
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join(' '));
  }

  async #change(change: (jobs: readonly Job[]) => Promise<readonly Job[]>): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    await withLock(this.#lock, async () => {
      const before = await this.jobs();
      const jobs = await change(before);
      if (jobs.length === before.length && jobs.every((job, index) => job === before[index])) return;
      await writeJson(this.file, { version: 1, jobs } satisfies QueueFile);
    });
  }
}

function isQueueFile(value: unknown): value is QueueFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'jobs' in value &&
    Array.isArray(value.jobs)
  );
}

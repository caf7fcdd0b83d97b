/**
 * Follows a run folder: the run's state, and new metrics. A running trainer says over its socket when to look; without
 * one, and as a fallback, files are polled. So a run in progress, one of last week and one that is resumed meanwhile
 * are shown by the same code.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { TrainingEvent } from '../../training/events.ts';
import { type RunStatus, runLayout } from '../../training/layout.ts';
import { MetricsReader, type Run, type RunState, readRun } from '../../training/runReader.ts';
import { type FolderWatch, watchFolder } from '../folderWatch.ts';
import { type Channel, openChannel } from '../socket.ts';
import type { TrainerFunctions, WatcherFunctions } from '../trainer/protocol.ts';

export interface RunUpdate {
  readonly run: Run;
  readonly state: RunState;
  /** Forget earlier events: the run was reset to its last checkpoint and resumed. */
  readonly reset: boolean;
  /** New since the last update; all of them in the first one. */
  readonly events: readonly TrainingEvent[];
}

export interface RunListener {
  /** Also called, with no events, when another file of the run may have changed: weights, evaluation. */
  onUpdate(update: RunUpdate): void;
  /** The folder could not be read; this is retried. */
  onError?(error: unknown): void;
}

export interface RunWatcherOptions {
  /** Milliseconds between looks while the trainer starts or its socket does not answer. */
  readonly pollBusy?: number;
  /** Milliseconds between looks at a run that is at rest, stays unreadable, or whose trainer says when to look. */
  readonly pollIdle?: number;
}

/** After this many failed looks in a row, a folder is looked at as rarely as one at rest. */
const busyFailures = 50;

export class RunWatcher {
  readonly folder: string;
  readonly #listener: RunListener;
  readonly #metrics: MetricsReader;
  readonly #pollBusy: number;
  readonly #pollIdle: number;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #failures = 0;
  #told = false;
  #shown: string | null = null;
  /** Notices at once when a run at rest is resumed. */
  #statusWatch: FolderWatch | null = null;
  #socket: Socket | null = null;
  #trainer: Channel<TrainerFunctions, WatcherFunctions> | null = null;
  #disposed = false;

  constructor(folder: string, listener: RunListener, { pollBusy = 200, pollIdle = 2000 }: RunWatcherOptions = {}) {
    this.folder = folder;
    this.#listener = listener;
    this.#metrics = new MetricsReader(folder);
    this.#pollBusy = pollBusy;
    this.#pollIdle = pollIdle;
    void this.refresh();
  }

  /** Looks at the folder now; settles when the listener has been told what there was. */
  refresh(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readAll();
    return this.#reading;
  }

  /** Asks the trainer to stop after the current step; settles when the state to resume from is written. */
  async stop(): Promise<void> {
    const { status } = await readRun(this.folder);
    if (status.state !== 'running') return;
    await this.#answers(status);
    if (!this.#trainer)
      throw new Error(l10n.t('The trainer of {0} does not respond: it was ended from outside.', this.folder));
    await this.#trainer.stop();
    await this.refresh();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#statusWatch?.close();
    this.#socket?.destroy();
  }

  async #readAll(): Promise<void> {
    do {
      this.#readAgain = false;
      clearTimeout(this.#timer);
      const wait = await this.#read().catch((error: unknown) => {
        this.#failures++;
        if (!this.#disposed) this.#listener.onError?.(error);
        return this.#failures < busyFailures ? this.#pollBusy : this.#pollIdle;
      });
      if (this.#disposed) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.refresh(), wait);
    } while (this.#readAgain);
    this.#reading = null;
  }

  /** Looks once; returns the milliseconds until the next look. */
  async #read(): Promise<number> {
    const told = this.#told;
    this.#told = false;
    // The status first: everything written before it is then in the metrics, too.
    const { run, state } = await this.#look();
    this.#failures = 0;
    if (!this.#disposed) this.#statusWatch ??= this.#watchStatus();
    const { reset, events } = await this.#metrics.read();
    if (this.#disposed) return 0;
    const shown = JSON.stringify([state, run.manifest, run.status]);
    if (told || reset || events.length > 0 || shown !== this.#shown) {
      this.#shown = shown;
      this.#listener.onUpdate({ run, state, reset, events });
    }
    return state === 'running' && !this.#trainer ? this.#pollBusy : this.#pollIdle;
  }

  async #look(): Promise<{ run: Run; state: RunState }> {
    const run = await readRun(this.folder);
    if (run.status.state !== 'running' || (await this.#answers(run.status))) return { run, state: run.status.state };
    // A trainer that is starting or ending may be between its socket and its status, so only a second look decides.
    await delay(this.#pollBusy);
    const later = await readRun(this.folder);
    const gone = later.status.state === 'running' && !(await this.#answers(later.status));
    return { run: later, state: gone ? 'killed' : later.status.state };
  }

  async #answers(status: RunStatus): Promise<boolean> {
    if (!this.#trainer && status.socket !== null) await this.#connect(status.socket);
    return this.#trainer !== null;
  }

  /** Settles in any case; the outcome is in `#trainer`. */
  #connect(path: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(path);
      socket.unref();
      socket.once('connect', () => {
        if (this.#disposed) socket.destroy();
        this.#socket = socket;
        this.#trainer = openChannel<TrainerFunctions, WatcherFunctions>(socket, { changed: () => this.#changed() });
        resolve();
      });
      socket.once('error', () => {
        socket.destroy();
        resolve();
      });
      socket.once('close', () => {
        if (this.#socket !== socket) return;
        this.#socket = null;
        this.#trainer = null;
        if (!this.#disposed) void this.refresh();
      });
    });
  }

  #watchStatus(): FolderWatch {
    return watchFolder(this.folder, (file) => {
      if (file === runLayout.status) void this.refresh();
    });
  }

  #changed(): void {
    this.#told = true;
    if (!this.#disposed) void this.refresh();
  }
}

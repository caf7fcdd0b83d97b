/**
 * Saves what a run has learned to the run folder, while its next steps are computed: weights, then the state to resume
 * from. One save at a time and in order, since a state relies on its weights and on the metrics before it.
 */
import path from 'node:path';
import type { TrainingEvent } from './events.ts';
import { runLayout } from './layout.ts';
import type { MetricsWriter } from './metrics.ts';
import { type Progress, writeState } from './progress.ts';
import { writeSafetensors } from './safetensors.ts';
import type { Learned } from './session.ts';

export interface CheckpointWriterOptions {
  /** The run folder. */
  readonly folder: string;
  readonly metrics: MetricsWriter;
  onEvent(event: TrainingEvent): void;
}

export class CheckpointWriter {
  readonly #options: CheckpointWriterOptions;
  /** The save in progress; rejects if it failed. */
  #writing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  /** Events that arrive during a save. */
  #held: TrainingEvent[] | null = null;

  constructor(options: CheckpointWriterOptions) {
    this.#options = options;
  }

  /**
   * Adds an event. During a save it waits for the save's own events, so that events have the same order resumed or not.
   * Throws if an earlier save failed.
   */
  tell(event: TrainingEvent): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#held === null) this.#pass(event);
    else this.#held.push(event);
  }

  /** Settles when everything is on the disk. Throws if a save failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /**
   * Starts saving `learned`, also as the weights of `epoch` if these are kept, and releases it afterwards. A run
   * without steps needs no state. To be called only when the previous save has settled.
   */
  save(learned: Learned, progress: Progress, epoch: number | null): void {
    this.#held = [];
    this.#writing = this.#write(learned, progress, epoch).finally(() => this.#release());
    this.#writing.catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  async #write(
    { weights, optimizerState, giveBack }: Learned,
    progress: Progress,
    epoch: number | null,
  ): Promise<void> {
    const { folder, metrics } = this.#options;
    try {
      if (epoch !== null) {
        const file = runLayout.checkpoint(epoch);
        const metadata = { epoch: String(epoch), step: String(progress.step) };
        await writeSafetensors(path.join(folder, file), { tensors: weights, metadata });
        this.#pass({ event: 'checkpoint', epoch, step: progress.step, file });
      }
      if (progress.step === 0) return;
      const metricsBytes = await metrics.sync();
      const tensors = epoch === null ? { ...weights, ...optimizerState } : optimizerState;
      await writeState(folder, { progress: { ...progress, metricsBytes }, tensors }, epoch);
    } finally {
      giveBack();
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.#pass(event);
  }

  #pass(event: TrainingEvent): void {
    this.#options.metrics.write(event);
    this.#options.onEvent(event);
  }
}

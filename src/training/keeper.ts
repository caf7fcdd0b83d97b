/**
 * Keeps in the run folder what a run has learned, while its next steps are computed: weights, then the state to
 * resume from. One at a time, and in order: a state counts on its weights and on the metrics before it.
 */
import path from 'node:path';
import type { TrainingEvent } from './events.ts';
import { runLayout } from './layout.ts';
import type { MetricsWriter } from './metrics.ts';
import { type Progress, writeState } from './progress.ts';
import { writeSafetensors } from './safetensors.ts';
import type { Learned } from './session.ts';

export interface KeeperOptions {
  /** The run folder. */
  readonly folder: string;
  readonly metrics: MetricsWriter;
  onEvent(event: TrainingEvent): void;
}

export class Keeper {
  readonly #options: KeeperOptions;
  /** What is being written; rejects where it could not be. */
  #writing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  /** Told while something is written. */
  #held: TrainingEvent[] | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /**
   * Events keep their order, resumed or not: what is told while weights are written waits for theirs. Throws where
   * something could not be written.
   */
  tell(event: TrainingEvent): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#held === null) this.#pass(event);
    else this.#held.push(event);
  }

  /** When all is on the disk. Throws where something could not be written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /**
   * Begins to write what was learned, as the weights of `epoch` where these are kept, and gives it back afterwards.
   * A run that has done no step needs no state. To be called when all before is settled.
   */
  keep(learned: Learned, progress: Progress, epoch: number | null): void {
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

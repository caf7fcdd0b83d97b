/**
 * The training loop. It continues from any `Progress`: everything that an uninterrupted run would do next follows from
 * the step's number, so a resumed run ends with the same weights, byte for byte.
 */

import { setImmediate as turn } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { Augmenter } from '../data/augment/index.ts';
import { type Batch, BatchGatherer } from '../data/batches.ts';
import type { DataSet } from '../data/dataSet.ts';
import { permutation } from '../data/random.ts';
import { UserError } from '../data/userError.ts';
import type { TrainingSpec } from '../model/spec.ts';
import { CheckpointWriter } from './checkpointWriter.ts';
import { evaluate } from './evaluate.ts';
import type { EndEvent, EpochEvent, TrainingEvent } from './events.ts';
import { collectGarbage } from './garbage.ts';
import { type Evaluation, runLayout } from './layout.ts';
import type { MetricsWriter } from './metrics.ts';
import type { Progress } from './progress.ts';
import { writeEvaluation } from './runFolder.ts';
import { learningRate, namedRate, type RunLength } from './schedule.ts';
import type { Learned, Session } from './session.ts';

export interface TrainOptions {
  /** The run folder, with manifest and model already written. */
  readonly folder: string;
  readonly session: Session;
  readonly training: TrainingSpec;
  readonly data: DataSet;
  readonly from: Progress;
  readonly metrics: MetricsWriter;
  /** The run ends after this step; learning rates are still those of the whole run. */
  readonly maxSteps: number;
  /** Epochs between checkpoints; the first and the last epoch's weights are always kept. */
  readonly checkpointEvery: number;
  /** Stops after the current step. */
  readonly signal: AbortSignal;
  onEvent(event: TrainingEvent): void;
}

/** The final figures of a run; `null` if it did not get that far. */
export type Figures = Pick<EndEvent, 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'>;

export interface TrainResult {
  readonly reason: 'done' | 'interrupted';
  readonly progress: Progress;
  readonly figures: Figures;
}

export const noFigures: Figures = {
  trainLoss: null,
  trainAccuracy: null,
  validationLoss: null,
  validationAccuracy: null,
};

/** Milliseconds between saves of the state within an epoch, in case of a power failure. */
const saveEvery = 60_000;

/**
 * Milliseconds between garbage collections, of some 30 ms each. Steps leave so little garbage that V8 would rather let
 * its heap grow, for 10,000 steps and more.
 */
const collectEvery = 30_000;

export async function train(options: TrainOptions): Promise<TrainResult> {
  const run = new TrainingRun(options);
  return run.run();
}

class TrainingRun {
  readonly #options: TrainOptions;
  readonly #writer: CheckpointWriter;
  readonly #batches: BatchGatherer;
  /** Of the images in the current epoch. One array for all epochs: a new one each time would wait long for collection. */
  readonly #order: Uint32Array<ArrayBuffer>;
  readonly #length: RunLength;
  readonly #started = performance.now();
  #progress: Progress;
  #epochStarted = performance.now();
  #lastSave = performance.now();
  #lastCollection = performance.now();
  /** The latest epoch whose weights are kept. */
  #kept: number;

  constructor(options: TrainOptions) {
    this.#options = options;
    this.#writer = new CheckpointWriter(options);
    this.#progress = options.from;
    this.#kept = options.from.epochsDone;
    while (!this.#isKept(this.#kept)) this.#kept--;
    const { data, training } = options;
    const augmenter = data.augment.length > 0 ? new Augmenter(data.augment, data.shape, training.seed) : null;
    this.#batches = new BatchGatherer(data.train, training.batchSize, augmenter);
    this.#order = new Uint32Array(data.train.count);
    const stepsPerEpoch = this.#batches.count;
    this.#length = { steps: stepsPerEpoch * training.epochs, stepsPerEpoch };
  }

  /** When it has settled, successfully or not, nothing is written any more. */
  async run(): Promise<TrainResult> {
    try {
      return await this.#train();
    } finally {
      await this.#writer.settled();
    }
  }

  async #train(): Promise<TrainResult> {
    const { training } = this.#options;
    if (this.#progress.step === 0) await this.#save(0);
    let figures = noFigures;
    while (this.#progress.epochsDone < training.epochs) {
      if (await this.#trainEpoch()) {
        figures = await this.#endEpoch();
        continue;
      }
      if (this.#progress.step > 0) await this.#save(null);
      if (!this.#reachedMaximum()) return this.#result('interrupted', figures);
      if (this.#progress.batchesDone > 0) figures = await this.#evaluatePart();
      break;
    }
    return this.#result('done', figures);
  }

  async #result(reason: TrainResult['reason'], figures: Figures): Promise<TrainResult> {
    await this.#writer.settled();
    return { reason, progress: { ...this.#progress, seconds: this.#seconds() }, figures };
  }

  /** Trains the rest of the current epoch; false if it was stopped before the end. */
  async #trainEpoch(): Promise<boolean> {
    const { data, session, training, signal } = this.#options;
    const epoch = this.#progress.epochsDone + 1;
    const key = { seed: training.seed, purpose: 'shuffle', stream: 0, step: epoch } as const;
    const order = permutation(key, data.train.count, this.#order);
    const gather = (index: number) =>
      index < this.#batches.count ? this.#batches.gather(index, { order, epoch }) : null;
    this.#epochStarted = performance.now() - 1000 * this.#progress.epochSeconds;
    let batch = gather(this.#progress.batchesDone);
    while (batch !== null) {
      if (signal.aborted || this.#reachedMaximum()) return false;
      const step = this.#progress.step + 1;
      const running = session.train(batch, step, learningRate(training.optimizer.learningRate, step, this.#length));
      // A separate device computes meanwhile; the CPU's engine blocks this thread, and starts after this.
      const next = gather(this.#progress.batchesDone + 1);
      const { loss, correct } = await running;
      if (!Number.isFinite(loss))
        throw this.#diverged(l10n.t('the loss was {0} at step {1} (epoch {2})', loss, step, epoch));
      this.#advance(batch, loss, correct);
      if (performance.now() - this.#lastSave >= saveEvery) await this.#save(null);
      if (performance.now() - this.#lastCollection >= collectEvery) {
        collectGarbage();
        this.#lastCollection = performance.now();
      }
      batch = next;
      // Lets the socket and signals be handled.
      await turn();
    }
    return true;
  }

  #advance(batch: Batch, loss: number, correct: number): void {
    const before = this.#progress;
    this.#progress = {
      ...before,
      step: before.step + 1,
      batchesDone: before.batchesDone + 1,
      lossSum: before.lossSum + loss * batch.size,
      correct: before.correct + correct,
    };
    const { step, epochsDone } = this.#progress;
    this.#writer.tell({ event: 'step', step, epoch: epochsDone + 1, loss, seconds: this.#seconds() });
  }

  async #endEpoch(): Promise<Figures> {
    const { data, folder } = this.#options;
    const images = data.train.count;
    const epoch = this.#progress.epochsDone + 1;
    const trainSeconds = this.#epochSeconds();
    const evaluation = await this.#evaluate();
    const figures = this.#figures(images, evaluation);
    const event: EpochEvent = {
      event: 'epoch',
      epoch,
      step: this.#progress.step,
      ...figures,
      seconds: this.#epochSeconds(),
      imagesPerSecond: images / trainSeconds,
    };
    this.#progress = { ...this.#progress, epochsDone: epoch, batchesDone: 0, lossSum: 0, correct: 0, epochSeconds: 0 };
    this.#epochStarted = performance.now();
    this.#writer.tell(event);
    await writeEvaluation(folder, evaluation);
    await this.#save(this.#isKept(epoch) ? epoch : null);
    return figures;
  }

  /** Figures of a run that ends within an epoch, over the part that was trained. */
  async #evaluatePart(): Promise<Figures> {
    const evaluation = await this.#evaluate();
    await writeEvaluation(this.#options.folder, evaluation);
    return this.#figures(this.#progress.batchesDone * this.#options.training.batchSize, evaluation);
  }

  /** `images`: the number trained on in the epoch so far. */
  #figures(images: number, { loss, accuracy }: Evaluation) {
    const { lossSum, correct } = this.#progress;
    return {
      trainLoss: lossSum / images,
      trainAccuracy: correct / images,
      validationLoss: loss,
      validationAccuracy: accuracy,
    };
  }

  async #evaluate(): Promise<Evaluation> {
    const { data, session, training } = this.#options;
    const evaluation = await evaluate(session, data, training);
    if (Number.isFinite(evaluation.loss)) return evaluation;
    throw this.#diverged(l10n.t('the validation loss was {0} after step {1}', evaluation.loss, this.#progress.step));
  }

  /** Saves what was learned, also as the weights of `epoch` if these are kept, while training continues. */
  async #save(epoch: number | null): Promise<void> {
    await this.#writer.settled();
    const learned = await this.#options.session.lend();
    // The initial weights are finite.
    if (this.#progress.step > 0) this.#requireFinite(learned);
    const epochSeconds = this.#progress.batchesDone === 0 ? 0 : this.#epochSeconds();
    this.#writer.save(learned, { ...this.#progress, epochSeconds, seconds: this.#seconds() }, epoch);
    this.#kept = epoch ?? this.#kept;
    this.#lastSave = performance.now();
  }

  /**
   * A checkpoint with values that are not finite must not replace a good one: a moment can overflow while loss and
   * weights are still finite.
   */
  #requireFinite({ weights, optimizerState, giveBack }: Learned): void {
    for (const [name, { data }] of Object.entries({ ...weights, ...optimizerState })) {
      const wrong = notFinite(data);
      if (wrong === null) continue;
      giveBack();
      throw this.#diverged(l10n.t('{0} contained {1} after step {2}', name, wrong, this.#progress.step));
    }
  }

  #diverged(what: string): UserError {
    const { training } = this.#options;
    const rate = namedRate(training.optimizer.learningRate);
    return new UserError(
      'loss-not-finite',
      l10n.t(
        'Training diverged: {0}. The last good weights are kept in {1}. Lower the learning rate (it is {2}; try {3}), or standardise the data.',
        what,
        runLayout.checkpoint(this.#kept),
        rate,
        rate / 10,
      ),
    );
  }

  #isKept(epoch: number): boolean {
    return epoch % this.#options.checkpointEvery === 0 || epoch === this.#options.training.epochs;
  }

  #reachedMaximum(): boolean {
    return this.#progress.step >= this.#options.maxSteps;
  }

  /** Seconds spent on the run, by this call and earlier ones. */
  #seconds(): number {
    return this.#options.from.seconds + (performance.now() - this.#started) / 1000;
  }

  #epochSeconds(): number {
    return (performance.now() - this.#epochStarted) / 1000;
  }
}

/** The first tensor with a value that is not finite; `null` if there is none. */
function notFinite(data: Float32Array): number | null {
  // Zero times a finite number is zero, so one sum decides, ten times as fast as testing each.
  let sum = 0;
  for (let index = 0; index < data.length; index++) sum += 0 * data[index]!;
  return sum === 0 ? null : (data.find((value) => !Number.isFinite(value)) ?? null);
}

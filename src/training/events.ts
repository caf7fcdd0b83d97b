/**
 * What a training run tells: one line each in `metrics.jsonl`, on `cnn-lab train --json` and to whoever
 * watches a job. Accuracies are fractions from 0 to 1; losses are means over samples; times are seconds.
 */

/** While images are read, before the start. */
export interface ReadEvent {
  readonly event: 'read';
  /** Images read so far. */
  readonly done: number;
  readonly total: number;
}

export interface StartEvent {
  readonly event: 'start';
  /** Absolute path of the run folder. */
  readonly run: string;
  readonly model: string;
  readonly device: string;
  readonly deviceLabel: string;
  /** Why this device. Older runs do not say. */
  readonly deviceReason?: string;
  /** What the user has to know of a device that was left, because it computes wrongly. */
  readonly deviceWarning?: string;
  readonly threads: number;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly trainImages: number;
  readonly validationImages: number;
  /** First epoch to run, from 1; more than 1 when resumed. */
  readonly firstEpoch: number;
}

export interface StepEvent {
  readonly event: 'step';
  /** Optimizer steps since the start of the run, from 1. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of this batch. */
  readonly loss: number;
  /** Time spent on the run so far, validation included; time between an interruption and a resume is not. */
  readonly seconds: number;
}

export interface EpochEvent {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly step: number;
  /** Sample-weighted running values over the epoch, as the weights were changing. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** After the epoch, in evaluation mode, over the whole held-out split. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly seconds: number;
  /** Training images a second. */
  readonly imagesPerSecond: number;
}

export interface CheckpointEvent {
  readonly event: 'checkpoint';
  readonly epoch: number;
  readonly step: number;
  /** Path relative to the run folder. */
  readonly file: string;
}

export interface EndEvent {
  readonly event: 'end';
  readonly run: string;
  readonly device: string;
  /** `interrupted` can be resumed. */
  readonly reason: 'done' | 'interrupted';
  readonly seconds: number;
  readonly steps: number;
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
}

export interface ErrorEvent {
  readonly event: 'error';
  /** `user`: the user can mend it (model, data, disk); `internal`: our fault. */
  readonly kind: 'user' | 'internal';
  readonly code: string;
  /** What, where, and the remedy. */
  readonly message: string;
}

export type TrainingEvent = ReadEvent | StartEvent | StepEvent | EpochEvent | CheckpointEvent | EndEvent | ErrorEvent;

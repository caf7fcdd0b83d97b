/**
 * The events of a training run: one line each in `metrics.jsonl` and in the output of `cnn-lab train --json`.
 * Accuracies are fractions from 0 to 1, losses are means over samples, times are in seconds.
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
  /** Why this device was chosen; absent in older runs. */
  readonly deviceReason?: string;
  /** A warning about a device that was not used because it computes wrongly. */
  readonly deviceWarning?: string;
  readonly threads: number;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly trainImages: number;
  readonly validationImages: number;
  /** First epoch to run, from 1; higher if resumed. */
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
  /** Time spent on the run so far, including validation but not the time between an interruption and a resume. */
  readonly seconds: number;
}

export interface EpochEvent {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly step: number;
  /** Sample-weighted running values over the epoch, while the weights were changing. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** After the epoch, in evaluation mode, over the whole held-out split. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly seconds: number;
  /** Training images per second. */
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
  /** `user`: the user can fix it (model, data, disk); `internal`: our bug. */
  readonly kind: 'user' | 'internal';
  readonly code: string;
  /** What, where, and the remedy. */
  readonly message: string;
}

export type TrainingEvent = ReadEvent | StartEvent | StepEvent | EpochEvent | CheckpointEvent | EndEvent | ErrorEvent;

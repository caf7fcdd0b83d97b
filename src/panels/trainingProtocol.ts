/**
 * The training panel's protocol (birpc over postMessage). The two directions are mirrored: one side's functions are the
 * other's remote, and every request settles.
 *
 * The host reads the run folder and sends what is new; the webview draws and keeps nothing that the folder does not
 * hold, so a view that was hidden, moved or reloaded just asks again.
 */
import type { DataSetImage } from '../jobs/inspector/protocol.ts';
import type { EpochEvent } from '../training/events.ts';
import type { Evaluation } from '../training/layout.ts';
import type { InspectorHost, InspectorView } from './relayProtocol.ts';
import type { StepChunk } from './stepSeries.ts';

/**
 * `waiting`: in the queue. `starting`: nothing measured yet. `killed`: recorded as running, with no such process.
 */
export type RunState = 'waiting' | 'starting' | 'running' | 'done' | 'interrupted' | 'failed' | 'killed';

/** A layer whose weights can be shown as images. */
export interface KernelLayer {
  readonly name: string;
  /** `[output channels, input channels, height, width]` */
  readonly shape: readonly [number, number, number, number];
}

/** Everything small, sent whole with each update. */
export interface RunFacts {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly name: string;
  readonly state: RunState;
  /** How many images are read, while they are; null before and after. */
  readonly reading: { readonly done: number; readonly total: number } | null;
  /** What went wrong, and the remedy. */
  readonly message: string | null;
  /** Whether training can go on from the last checkpoint. */
  readonly resumable: boolean;
  /** For people: `CPU, 2 threads`; null until the run has begun. */
  readonly device: string | null;
  /** Why this device. */
  readonly deviceReason: string | null;
  /** A warning about a device that was not used because it computes wrongly. */
  readonly deviceWarning: string | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly trainImages: number;
  readonly validationImages: number;
  readonly kernelLayers: readonly KernelLayer[];
  /** Epochs whose weights are stored, ascending; 0 is before training. */
  readonly checkpoints: readonly number[];
}

/** What is new since the last update; the first after `open` starts at 0. */
export interface ViewUpdate {
  readonly facts: RunFacts;
  readonly steps: StepChunk;
  /** Epochs from position `from` on, replacing those held from there on. */
  readonly epochs: { readonly from: number; readonly items: readonly EpochEvent[] };
  readonly evaluation: Evaluation | null;
}

export interface ViewFailure {
  readonly message: string;
  /** Whether the run never started, so that the model can only be trained again. */
  readonly neverBegan: boolean;
}

export interface KernelWeights {
  readonly layer: string;
  readonly epoch: number;
  /** The layer's shape, with fewer output channels if there are too many to show. */
  readonly shape: readonly [number, number, number, number];
  /** Row-major, as in PyTorch. */
  readonly weights: Float32Array;
}

/** Offered by the extension host. */
export interface TrainingHostFunctions extends InspectorHost {
  /** The view is ready and empty: updates follow, the first with everything. */
  open(): Promise<void>;
  /** Rejects if these weights are not stored. */
  kernels(layer: string, epoch: number): Promise<KernelWeights>;
  /** Settles when a state to resume from is written. */
  stop(): Promise<void>;
  resume(): Promise<void>;
  /** Trains the model again, in a new run. */
  train(): Promise<void>;
  openModel(): Promise<void>;
  /** Opens the activation viewer, on an image if one is given. */
  openViewer(image?: DataSetImage): Promise<void>;
  openLog(): Promise<void>;
  /** Lets the user choose format, epoch and destination. */
  exportModel(): Promise<void>;
  /** Lets the user choose the device of future trainings. */
  selectDevice(): Promise<void>;
}

/** Offered by the webview. */
export interface TrainingViewFunctions extends InspectorView {
  update(update: ViewUpdate): void;
  /** The run was requested in this window and has not started yet: it can be withdrawn. */
  expect(): void;
  /** The run folder could not be read, or nothing will be written to it; reading is retried. */
  fail(failure: ViewFailure): void;
}

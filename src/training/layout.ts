/**
 * Names inside a run folder. Whatever moment the power goes, each file is complete or absent (written
 * beside, flushed, renamed), but for `metrics.jsonl`, which is only appended to: a torn last line is
 * ignored, and resuming cuts it back to the checkpoint.
 */
import type { HeldOut } from '../data/dataSet.ts';
import type { DeviceInfo } from '../engine/engine.ts';

/** Version of the run folder; a reader refuses a newer one by its number. */
export const runVersion = 1;

export const runLayout = {
  /** RunManifest. */
  manifest: 'run.json',
  /** ModelSpec. */
  model: 'model.json',
  /** Copies of the model file and its local imports, by their path relative to their common folder. */
  source: 'source',
  /** TrainingEvent lines. */
  metrics: 'metrics.jsonl',
  /** Weights by epoch in safetensors; epoch 0 is the initial weights. */
  checkpoint: (epoch: number) => `checkpoints/epoch-${String(epoch).padStart(4, '0')}.safetensors`,
  /**
   * Everything needed to resume, in safetensors: optimizer state and weights, or which epoch's these are; step and
   * epoch as metadata. A run without it begins anew from its seed.
   */
  state: 'state.safetensors',
  /** RunStatus. */
  status: 'status.json',
  /** DataNumbers. Runs whose data was never read, and older ones, have none. */
  data: 'data.json',
  /** Evaluation of the final weights: confusion matrix, top-5. */
  evaluation: 'evaluation.json',
  /** Held for the moment in which a trainer makes the run its own. */
  lock: 'trainer.lock',
  /** What was computed of an epoch's weights to look inside, and can be computed again. */
  insight: (epoch: number) => `insight/epoch-${String(epoch).padStart(4, '0')}`,
  /** When trainers began and ended, and of what they failed. */
  log: 'trainer.log',
} as const;

/** Written once, when the run is made. */
export interface RunManifest {
  readonly version: typeof runVersion;
  readonly name: string;
  /** Absolute path of the model file at the time, for finding the run's editor again. */
  readonly modelFile: string;
  /** Path of the run's own copy, relative to the run folder. */
  readonly source: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Of the latest start: a run goes on elsewhere where the user says so. */
  readonly device: DeviceInfo;
  /** Why this device. Older runs do not say. */
  readonly deviceReason?: string;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly classNames: readonly string[];
  /** The weights of every so many epochs are kept, those of the first and the last always. Default 1. */
  readonly checkpointEvery?: number;
  /** Of the data, where it lies in files that may change. */
  readonly dataFingerprint?: string;
}

/** Replaced as the run goes on. `running` with no such process means that the trainer was killed. */
export interface RunStatus {
  readonly state: 'running' | 'done' | 'interrupted' | 'failed';
  readonly pid: number;
  /** Socket on which a running trainer answers; see `jobs/protocol.ts`. */
  readonly socket: string | null;
  readonly error: { readonly kind: 'user' | 'internal'; readonly code: string; readonly message: string } | null;
}

/** What is known of the data once it has been read, so that what is handed over needs it no more. */
export interface DataNumbers {
  /** What the program does to a pixel of each channel: `pixel · scale + offset`. */
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  /** Of images in folders; older runs do not say. */
  readonly heldOut?: HeldOut;
}

export interface Evaluation {
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly top5Accuracy: number;
  readonly classNames: readonly string[];
  /** `confusion[true class][predicted class]` counts images. */
  readonly confusion: readonly (readonly number[])[];
}

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
  /** Copies of the model file and its local imports, by path relative to their common folder. */
  source: 'source',
  /** TrainingEvent lines. */
  metrics: 'metrics.jsonl',
  /** Weights by epoch in safetensors; epoch 0 is the initial weights. */
  checkpoint: (epoch: number) => `checkpoints/epoch-${String(epoch).padStart(4, '0')}.safetensors`,
  /**
   * Everything needed to resume, in safetensors: optimizer state and weights (or which epoch's weights they are), with
   * step and epoch as metadata. A run without it starts again from its seed.
   */
  state: 'state.safetensors',
  /** RunStatus. */
  status: 'status.json',
  /** DataNumbers. Absent in older runs, and if the data was never read. */
  data: 'data.json',
  /** Evaluation of the final weights: confusion matrix, top-5. */
  evaluation: 'evaluation.json',
  /** Lock, held while a trainer claims the run. */
  lock: 'trainer.lock',
  /** Cached results of looking inside, which can be recomputed. */
  insight: (epoch: number) => `insight/epoch-${String(epoch).padStart(4, '0')}`,
  /** Log of trainers: when they started and ended, and why they failed. */
  log: 'trainer.log',
} as const;

/** Written once, when the run is made. */
export interface RunManifest {
  readonly version: typeof runVersion;
  readonly name: string;
  /** Absolute path of the model file at the start, to find its editor again. */
  readonly modelFile: string;
  /** Path of the run's own copy, relative to the run folder. */
  readonly source: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The device of the latest start: a user may resume on another one. */
  readonly device: DeviceInfo;
  /** Why this device. Older runs do not say. */
  readonly deviceReason?: string;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly classNames: readonly string[];
  /** Epochs between checkpoints; the first and the last epoch's weights are always kept. Default 1. */
  readonly checkpointEvery?: number;
  /** Fingerprint of the data, if it is in files that may change. */
  readonly dataFingerprint?: string;
}

/** Replaced as the run proceeds. `running` without such a process means that the trainer was killed. */
export interface RunStatus {
  readonly state: 'running' | 'done' | 'interrupted' | 'failed';
  readonly pid: number;
  /** Socket on which a running trainer answers; see `jobs/trainer/protocol.ts`. */
  readonly socket: string | null;
  readonly error: { readonly kind: 'user' | 'internal'; readonly code: string; readonly message: string } | null;
}

/** Facts about the data once it has been read, so that an export does not need the data. */
export interface DataNumbers {
  /** What the program does to a pixel of each channel: `pixel · scale + offset`. */
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  /** Only for images in folders; absent in older runs. */
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

/** The request to a trainer, passed to its process as JSON. */
import type { DeviceChoice } from '../../engine/deviceIds.ts';
import type { Limits } from '../../sandbox/limits.ts';

export interface NewRun {
  readonly kind: 'new';
  /** Absolute path of the model file. */
  readonly modelFile: string;
  /** Workspace folder, which its imports must not leave. Default: the model file's folder. */
  readonly root?: string;
  /** Limits of the model file's evaluation; the defaults if absent. */
  readonly limits?: Partial<Limits>;
  /** The run folder to create; `null` names one by time and model beside the model file. */
  readonly run: string | null;
  readonly device: DeviceChoice;
  /** CPU threads; `null` uses all. */
  readonly threads: number | null;
  /** Overrides the model file. */
  readonly epochs: number | null;
  readonly seed: number | null;
  /** Ends the run after this many optimizer steps in total. */
  readonly maxSteps: number | null;
  /** Epochs between checkpoints; the first and the last epoch's weights are always kept. Default 1. */
  readonly checkpointEvery?: number;
}

export interface ResumedRun {
  readonly kind: 'resume';
  /** The run folder. */
  readonly run: string;
  /** Overrides the recorded one, which would give the same bits again. */
  readonly device?: DeviceChoice;
  readonly maxSteps: number | null;
}

export type TrainingRequest = NewRun | ResumedRun;

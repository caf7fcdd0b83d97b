/** What a trainer is asked for. It crosses to its process as JSON. */
import type { DeviceChoice } from '../engine/deviceIds.ts';
import type { Limits } from '../sandbox/limits.ts';

export interface NewRun {
  readonly kind: 'new';
  /** Absolute path of the model file. */
  readonly modelFile: string;
  /** Workspace folder, which its imports must not leave. Default: its own folder. */
  readonly root?: string;
  /** Of the model file's evaluation; the usual ones where it says nothing. */
  readonly limits?: Partial<Limits>;
  /** The run folder to make; `null` names one by time and model beside the model file. */
  readonly run: string | null;
  readonly device: DeviceChoice;
  /** CPU threads; `null` takes them all. */
  readonly threads: number | null;
  /** Instead of what the model file says. */
  readonly epochs: number | null;
  readonly seed: number | null;
  /** Ends the run after so many optimizer steps in all. */
  readonly maxSteps: number | null;
  /** Keeps the weights of every so many epochs, those of the first and the last always. Default 1. */
  readonly checkpointEvery?: number;
}

export interface ResumedRun {
  readonly kind: 'resume';
  /** The run folder. */
  readonly run: string;
  /** Instead of the recorded one, which gives the same bits again. */
  readonly device?: DeviceChoice;
  readonly maxSteps: number | null;
}

export type TrainingRequest = NewRun | ResumedRun;

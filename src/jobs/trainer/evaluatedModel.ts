/**
 * A model that an editor has evaluated already, for its trainer: to start a sandbox takes longer than all else between
 * *Train model* and the first step. It counts only where the files on the disk still say what it was made of.
 */
import type { ModelSpec } from '../../model/spec.ts';
import { digestOnDisk } from '../../sandbox/digest.ts';
import { readModelFile } from '../analyser/modelFile.ts';
import type { ReadModelFile } from './newRun.ts';

export interface EvaluatedModel {
  readonly model: ModelSpec;
  /** All that were read, the model file first. */
  readonly files: readonly string[];
  /** Of their texts; see `sandbox/digest.ts`. */
  readonly digest: string;
}

/** What a trainer hears first from the process that started it. */
export interface TrainerMessage {
  readonly evaluated: EvaluatedModel | null;
}

/** Reads a model file by what was evaluated, else evaluates it as it is. */
export const readAsEvaluated =
  (evaluated: EvaluatedModel | null): ReadModelFile =>
  async (modelFile, ...rest) => {
    if (evaluated?.files[0] === modelFile && (await isAsOnDisk(evaluated))) return evaluated;
    return readModelFile(modelFile, ...rest);
  };

const isAsOnDisk = async ({ files, digest }: EvaluatedModel): Promise<boolean> =>
  digest === (await digestOnDisk(files).catch(() => null));

/** From the process that started this one; `null` where that is gone, or has nothing. */
export function givenModel(): Promise<EvaluatedModel | null> {
  return new Promise((resolve) => {
    if (!process.connected) resolve(null);
    process.once('message', (message) => resolve(isTrainerMessage(message) ? message.evaluated : null));
    process.once('disconnect', () => resolve(null));
  });
}

function isTrainerMessage(message: unknown): message is TrainerMessage {
  return typeof message === 'object' && message !== null && 'evaluated' in message;
}

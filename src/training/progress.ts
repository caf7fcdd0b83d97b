/**
 * Where a run stands: all that it takes, beside the weights and the optimizer's state, to go on exactly
 * as if it had never stopped. Kept as metadata of `state.safetensors`.
 */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { systemCode } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import { runLayout } from './layout.ts';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.ts';

export interface Progress {
  /** Optimizer steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epochsDone: number;
  /** Batches done of the epoch under way. */
  readonly batchesDone: number;
  /** Running sums over the images of the epoch under way. */
  readonly lossSum: number;
  readonly correct: number;
  /** Seconds spent on the run, and on the epoch under way, validation included. */
  readonly seconds: number;
  readonly epochSeconds: number;
  /** Length of `metrics.jsonl` in bytes at this moment: resuming cuts it back to here. */
  readonly metricsBytes: number;
}

export const startOfRun: Progress = {
  step: 0,
  epochsDone: 0,
  batchesDone: 0,
  lossSum: 0,
  correct: 0,
  seconds: 0,
  epochSeconds: 0,
  metricsBytes: 0,
};

export interface SavedState {
  readonly progress: Progress;
  /** Weights by name, and the optimizer's state as `<slot>/<name>`. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export async function writeState(folder: string, { progress, tensors }: SavedState): Promise<void> {
  // JSON writes a float64 so that reading gives the same bits.
  const metadata = Object.fromEntries(Object.entries(progress).map(([key, value]) => [key, JSON.stringify(value)]));
  await writeSafetensors(path.join(folder, runLayout.state), { tensors, metadata });
}

export async function readState(folder: string): Promise<SavedState> {
  const file = path.join(folder, runLayout.state);
  try {
    const { tensors, metadata } = await readSafetensors(file);
    const number = (key: keyof Progress): number => {
      const value = Number(metadata[key]);
      if (metadata[key] === undefined || !Number.isFinite(value)) {
        throw new UserError(
          'file-damaged',
          l10n.t('{0} does not say where the run stands: {1} is {2}.', file, key, String(metadata[key])),
        );
      }
      return value;
    };
    const progress: Progress = {
      step: number('step'),
      epochsDone: number('epochsDone'),
      batchesDone: number('batchesDone'),
      lossSum: number('lossSum'),
      correct: number('correct'),
      seconds: number('seconds'),
      epochSeconds: number('epochSeconds'),
      metricsBytes: number('metricsBytes'),
    };
    return { progress, tensors };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      'not-resumable',
      l10n.t(
        '{0} has no {1}: it ended before its first weights were kept. Train the model anew.',
        folder,
        runLayout.state,
      ),
      { cause: error },
    );
  }
}

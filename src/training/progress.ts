/**
 * The progress of a run: everything, besides weights and optimizer state, that it takes to continue exactly as if it
 * had never stopped. Stored as metadata of `state.safetensors`. A run without it starts again from its seed.
 */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { systemCode } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import type { ModelSpec } from '../model/spec.ts';
import { firstWeights } from './initialise.ts';
import { runLayout } from './layout.ts';
import { requireOwnWeights } from './ownWeights.ts';
import { listCheckpoints } from './runReader.ts';
import { readSafetensors, type Tensor, type TensorFile, writeSafetensors } from './safetensors.ts';

export interface Progress {
  /** Optimizer steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epochsDone: number;
  /** Batches done in the current epoch. */
  readonly batchesDone: number;
  /** Running sums over the images of the current epoch. */
  readonly lossSum: number;
  readonly correct: number;
  /** Seconds spent on the run and on the current epoch, including validation. */
  readonly seconds: number;
  readonly epochSeconds: number;
  /** Length of `metrics.jsonl` in bytes at this moment: resuming truncates it to this. */
  readonly metricsBytes: number;
}

const startOfRun: Progress = {
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

/** The progress that every run starts with. */
export const beginning = (model: ModelSpec): SavedState => ({
  progress: startOfRun,
  tensors: firstWeights(model, model.training?.seed ?? 0),
});

/** Metadata key for the epoch whose kept weights belong to a state; a state without it contains its own. */
const weightsOfEpoch = 'weightsOfEpoch';

/** `tensors`: without the weights if the state's are those kept after `epoch`. */
export async function writeState(
  folder: string,
  { progress, tensors }: SavedState,
  epoch: number | null = null,
): Promise<void> {
  // JSON round-trips a float64 exactly.
  const metadata = Object.fromEntries(Object.entries(progress).map(([key, value]) => [key, JSON.stringify(value)]));
  if (epoch !== null) metadata[weightsOfEpoch] = String(epoch);
  await writeSafetensors(path.join(folder, runLayout.state), { tensors, metadata });
}

export async function readState(folder: string, model: ModelSpec): Promise<SavedState> {
  const file = path.join(folder, runLayout.state);
  const state = await readIfThere(file);
  if (state === null) {
    await requireNoState(folder);
    return beginning(model);
  }
  const number = (key: string): number => {
    const value = Number(state.metadata[key]);
    if (state.metadata[key] === undefined || !Number.isFinite(value)) {
      throw new UserError(
        'file-damaged',
        l10n.t("{0} does not record the run's progress: {1} is {2}.", file, key, String(state.metadata[key])),
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
  if (!(weightsOfEpoch in state.metadata)) {
    requireOwnWeights(model, state.tensors, file);
    return { progress, tensors: state.tensors };
  }
  const weights = runLayout.checkpoint(number(weightsOfEpoch));
  const kept = await readIfThere(path.join(folder, weights));
  if (kept === null) {
    throw new UserError(
      'not-resumable',
      l10n.t(
        '{0} has no {1}, which its {2} needs. Restore it, or train the model again.',
        folder,
        weights,
        runLayout.state,
      ),
    );
  }
  requireOwnWeights(model, kept.tensors, path.join(folder, weights));
  return { progress, tensors: { ...kept.tensors, ...state.tensors } };
}

async function readIfThere(file: string): Promise<TensorFile | null> {
  try {
    return await readSafetensors(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Throws a `UserError` if a run has come far enough to have a state, but it is missing. The first is written after the
 * first epoch.
 */
async function requireNoState(folder: string): Promise<void> {
  const last = (await listCheckpoints(folder)).at(-1) ?? 0;
  if (last <= 1) return;
  throw new UserError(
    'not-resumable',
    l10n.t(
      '{0} has weights of epoch {1} but no {2}. Restore it, or train the model again.',
      folder,
      last,
      runLayout.state,
    ),
  );
}

/** The weights that a run folder keeps. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../data/userError.ts';
import type { ModelSpec } from '../model/spec.ts';
import { runLayout } from './layout.ts';
import { requireOwnWeights } from './ownWeights.ts';
import { readState } from './progress.ts';
import { listCheckpoints } from './runReader.ts';
import { readSafetensors, type Tensor } from './safetensors.ts';

/** Parameters and buffers by name. */
export type Weights = Readonly<Record<string, Tensor>>;

/**
 * The weights after an epoch; 0 is before training. Throws a `UserError` if these were not kept, or are of another
 * model.
 */
export async function readWeights(folder: string, epoch: number, model: ModelSpec): Promise<Weights> {
  const kept = await listCheckpoints(folder);
  if (kept.includes(epoch)) {
    const file = path.join(folder, runLayout.checkpoint(epoch));
    const { tensors } = await readSafetensors(file);
    requireOwnWeights(model, tensors, file);
    return tensors;
  }
  throw new UserError(
    'no-such-epoch',
    l10n.t('{0} keeps no weights of epoch {1}; it has those of {2}.', folder, epoch, kept.join(', ') || l10n.t('none')),
  );
}

/** The tensors to resume from, including the optimizer's state. */
export const latestWeights = async (folder: string, model: ModelSpec): Promise<Weights> =>
  (await readState(folder, model)).tensors;

/** The `training: { … }` of a model file, read into its stored form. */
import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import { built } from './built.ts';
import { readLoss } from './losses.ts';
import { readOptimizer } from './optimizers.ts';
import { Complaint, type Problems } from './problem.ts';
import { optional, readObject, required } from './signature.ts';
import type { TrainingSpec } from './spec.ts';
import { type Argument, integer, number, orNull } from './values.ts';

/** Larger than any count of epochs or images in a batch, and than any seed. */
const largest = 2 ** 31 - 1;

const usage = () =>
  l10n.t('Use {0}.', 'training: { epochs: 10, batchSize: 128, loss: crossEntropy(), optimizer: adam() }');

/** Reads `training: { … }` of the call `model`; `null` if something is wrong with it. */
export function readTraining(
  calls: readonly Call[],
  model: number,
  argument: Argument,
  problems: Problems,
): TrainingSpec | null {
  const fields = {
    epochs: required(integer(1, largest)),
    batchSize: required(integer(1, largest)),
    loss: required(built('loss', calls)),
    optimizer: required(built('optimizer', calls)),
    clipGradNorm: optional(orNull(number({ above: 0 })), null),
    clipGradValue: optional(orNull(number({ above: 0 })), null),
    seed: optional(integer(0, largest), 0),
  };
  const { values, complete, complaints } = readObject('training', fields, argument, usage);
  for (const complaint of complaints) problems.add(model, complaint);
  const loss = values.loss === undefined ? null : readLoss(calls, values.loss, problems);
  const optimizer =
    values.optimizer === undefined ? null : readOptimizer(calls, values.optimizer, problems, values.epochs);
  if (values.clipGradNorm && values.clipGradValue) {
    const message = l10n.t(
      'Gradients are clipped by their norm or by value, not both. Remove clipGradNorm or clipGradValue.',
    );
    problems.add(model, new Complaint('clipped-twice', [...argument.path, 'clipGradValue'], message));
  }
  return complete && loss && optimizer && { ...complete, loss, optimizer };
}

/** Evaluates a run's weights again, on the data that its model names. */
import * as l10n from '@vscode/l10n';
import { type ReadOptions, unwatched } from '../../data/source.ts';
import { UserError } from '../../data/userError.ts';
import { createEngine } from '../../engine/devices.ts';
import { latestWeights, readWeights } from '../../training/checkpoints.ts';
import { evaluate } from '../../training/evaluate.ts';
import { type Evaluation, runLayout } from '../../training/layout.ts';
import { openRunData } from '../../training/runData.ts';
import { writeEvaluation } from '../../training/runFolder.ts';
import { isAlive, modelFolder, readModel, readRun } from '../../training/runReader.ts';
import { Session } from '../../training/session.ts';

/**
 * `epoch`: the epoch whose weights to evaluate; `null` for the latest, whose evaluation is then stored in the run
 * folder. `reading` follows the reading of images that are no longer in the cache.
 */
export async function evaluateCheckpoint(
  folder: string,
  epoch: number | null,
  reading: ReadOptions = unwatched,
): Promise<Evaluation> {
  const run = await readRun(folder);
  const model = await readModel(folder);
  if (model.training === null)
    throw new UserError('not-a-run', l10n.t('{0}: its {1} has no training.', folder, runLayout.model));
  // One after the other, quick checks first, so that of several missing things the same one is always reported.
  const weights = epoch === null ? await latestWeights(folder, model) : await readWeights(folder, epoch, model);
  const source = await openRunData(model, run);
  const data = await source.read(reading);
  const engine = await createEngine('cpu', { threads: run.manifest.device.threads, project: modelFolder(run) });
  const session = await Session.create(engine, model, model.training, data, weights);
  const evaluation = await evaluate(session, data, model.training);
  await session.dispose();
  await engine.dispose();
  if (epoch === null && !(await isAlive(run.status))) await writeEvaluation(folder, evaluation);
  return evaluation;
}

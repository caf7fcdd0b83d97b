/** The data of a run that there is already: it has to be what the run began with. */
import { openData } from '../data/load.ts';
import type { DataSource } from '../data/source.ts';
import { UserError } from '../data/userError.ts';
import type { ModelSpec } from '../model/spec.ts';
import { modelFolder, type Run } from './runReader.ts';

export async function openRunData(model: ModelSpec, run: Pick<Run, 'folder' | 'manifest'>): Promise<DataSource> {
  const source = await openData(model, modelFolder(run));
  const before = run.manifest.dataFingerprint;
  if (before !== undefined && before !== source.fingerprint) {
    const found = source.trainImages + source.validationImages;
    throw new UserError(
      'data-changed',
      `The images of ${run.manifest.name} have changed since this run began: there are ${found.toLocaleString('en')} now, ` +
        'and images that were learned from could be among those held out. Put back what was there, or train anew.',
    );
  }
  return source;
}

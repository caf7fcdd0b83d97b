/** The data of an existing run, which has to be what the run started with. */

import * as l10n from '@vscode/l10n';
import { openData } from '../data/load.ts';
import type { DataSource } from '../data/source.ts';
import { UserError } from '../data/userError.ts';
import { formatCount } from '../model/format.ts';
import type { ModelSpec } from '../model/spec.ts';
import { modelFolder, type Run } from './runReader.ts';

export async function openRunData(model: ModelSpec, run: Pick<Run, 'folder' | 'manifest'>): Promise<DataSource> {
  const source = await openData(model, modelFolder(run));
  const before = run.manifest.dataFingerprint;
  if (before !== undefined && before !== source.fingerprint) {
    const found = source.trainImages + source.validationImages;
    throw new UserError(
      'data-changed',
      l10n.t(
        'The images of {0} have changed since this run started: there are {1} now, and training images could now be among the validation images. Restore the images, or train again.',
        run.manifest.name,
        formatCount(found),
      ),
    );
  }
  return source;
}

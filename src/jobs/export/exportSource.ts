/** Exports a run folder, or a model file with its initial weights. */

import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { type ReadOptions, unwatched } from '../../data/source.ts';
import { UserError } from '../../data/userError.ts';
import { type ExportFormat, exportModel } from '../../export/exportModel.ts';
import { type ExportSubject, subjectOfModel, subjectOfRun } from '../../export/subject.ts';
import type { Limits } from '../../sandbox/limits.ts';
import { readModelFile } from '../analyser/modelFile.ts';

export interface ExportRequest {
  /** Absolute path of a run folder or a model file. */
  readonly source: string;
  /** Folder that a model file's imports must not leave. */
  readonly root: string;
  readonly format: ExportFormat;
  /** A new or empty folder. */
  readonly out: string;
  /** Epoch of a run; `null` for the latest weights. */
  readonly epoch: number | null;
  readonly limits: Partial<Limits>;
}

export interface Exported {
  /** Name of the model. */
  readonly model: string;
  /** Describes the weights, for people: `after epoch 12 of RUN`. */
  readonly weights: string;
  /** Absolute paths. */
  readonly files: readonly string[];
}

export async function exportSource(request: ExportRequest, watch: ReadOptions = unwatched): Promise<Exported> {
  const subject = await subjectOf(request);
  const files = await exportModel(subject, request.format, request.out, watch);
  return { model: subject.model.name, weights: subject.weights, files };
}

async function subjectOf({ source, root, epoch, limits }: ExportRequest): Promise<ExportSubject> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UserError('no-source', l10n.t('There is no run folder or model file {0}.', source), { cause });
  });
  if (found.isDirectory()) return subjectOfRun(source, epoch);
  if (epoch !== null) {
    throw new UserError(
      'usage',
      l10n.t('--epoch selects weights of a run, but {0} is a model file. Name its run folder.', source),
    );
  }
  const { model } = await readModelFile(source, root, limits);
  return subjectOfModel(model, source);
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../data/userError.ts';
import { type ExportFormat, exportModel } from '../export/exportModel.ts';
import { type ExportSubject, subjectOfModel, subjectOfRun } from '../export/subject.ts';
import { readModelFile } from '../jobs/modelFile.ts';
import type { Limits } from '../sandbox/limits.ts';
import { exitCodes, printJson } from './output.ts';
import { workspaceOf } from './workspace.ts';

export interface ExportOptions {
  readonly to: ExportFormat;
  readonly out: string;
  /** Of a run; `null`: the latest weights. */
  readonly epoch: number | null;
  readonly limits: Partial<Limits>;
  readonly json: boolean;
}

/** `source` is a run folder, or a model file, whose weights are then the first ones. */
export async function exportFrom(source: string, { to, out, epoch, limits, json }: ExportOptions): Promise<number> {
  const subject = await subjectOf(path.resolve(source), epoch, limits);
  const files = await exportModel(subject, to, out);
  if (json) printJson({ format: to, out: path.resolve(out), weights: subject.weights, files });
  else console.log(`Exported ${subject.model.name}, weights ${subject.weights}:\n${files.join('\n')}`);
  return exitCodes.done;
}

async function subjectOf(source: string, epoch: number | null, limits: Partial<Limits>): Promise<ExportSubject> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UserError('no-source', `There is no run folder or model file ${source}.`, { cause });
  });
  if (found.isDirectory()) return subjectOfRun(source, epoch);
  if (epoch !== null) {
    throw new UserError(
      'usage',
      `--epoch chooses among the weights of a run; ${source} is a model file. Name its run.`,
    );
  }
  const { model } = await readModelFile(source, workspaceOf(source), limits);
  return subjectOfModel(model, source);
}

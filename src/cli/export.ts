import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ExportFormat } from '../export/exportModel.ts';
import { exportSource } from '../jobs/export/exportSource.ts';
import type { Limits } from '../sandbox/limits.ts';
import { exitCodes, printJson } from './output.ts';
import { workspaceOf } from './workspace.ts';

export interface ExportOptions {
  readonly to: ExportFormat;
  readonly out: string;
  /** Epoch of a run; `null` for the latest weights. */
  readonly epoch: number | null;
  readonly limits: Partial<Limits>;
  readonly json: boolean;
}

/** `from` is a run folder, or a model file, which is exported with its initial weights. */
export async function exportFrom(from: string, { to, out, epoch, limits, json }: ExportOptions): Promise<number> {
  const source = path.resolve(from);
  const request = { source, root: workspaceOf(source), format: to, out, epoch, limits };
  const { model, weights, files } = await exportSource(request);
  if (json) printJson({ format: to, out: path.resolve(out), weights, files });
  else console.log(`${l10n.t('Exported {0}, weights {1}:', model, weights)}\n${files.join('\n')}`);
  return exitCodes.done;
}

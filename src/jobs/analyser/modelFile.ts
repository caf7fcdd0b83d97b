/** Model files for the command line and the trainer: evaluated in the analyser's process. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../data/userError.ts';
import { formatCount } from '../../model/format.ts';
import type { ModelSpec } from '../../model/spec.ts';
import type { Analysis, Diagnostic } from '../../sandbox/analysis.ts';
import { type Limits, mostBytes } from '../../sandbox/limits.ts';
import { AnalyserClient } from './client.ts';

export interface ModelFileOptions {
  readonly limits?: Partial<Limits>;
  /** Whether to look at the files of its data, too. */
  readonly withData?: boolean;
}

/** Imports must not leave the folder `root`. Throws a `UserError` if there is no such file. */
export async function analyseFile(
  file: string,
  root: string,
  { limits = {}, withData = false }: ModelFileOptions = {},
): Promise<Analysis> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UserError('no-model-file', l10n.t('There is no model file {0}, or it cannot be read.', file), { cause });
  });
  if (!found.isFile()) {
    const what = found.isDirectory() ? l10n.t('a folder') : l10n.t('not a regular file');
    throw new UserError('no-model-file', l10n.t('{0} is {1}. Name a model file, such as lenet5.cnn.ts.', file, what));
  }
  if (found.size > mostBytes) {
    const sizes = [formatCount(found.size), formatCount(mostBytes)] as const;
    const message = l10n.t('{0} is too long for a model file: {1} bytes; the limit is {2}.', file, ...sizes);
    throw new UserError('no-model-file', message);
  }
  const analyser = new AnalyserClient({ program: path.join(import.meta.dirname, 'analyser.cjs') });
  try {
    const analysis = await analyser.analyse(file, { root, limits });
    const findings = withData && analysis.data ? await analyser.look(analysis.data, path.dirname(file)) : null;
    return findings ? await analyser.analyse(file, { root, limits, findings }) : analysis;
  } finally {
    analyser.dispose();
  }
}

/** `/models/lenet5.cnn.ts:8:12: error: …`, which editors and terminals turn into a link. */
export function formatDiagnostic({ severity, message, range }: Diagnostic): string {
  return `${range.file}:${range.line}:${range.column}: ${wordFor(severity)}: ${message}`;
}

function wordFor(severity: Diagnostic['severity']): string {
  switch (severity) {
    case 'error':
      return l10n.t('error');
    case 'warning':
      return l10n.t('warning');
    case 'information':
      return l10n.t('information');
  }
}

/** The model of an analysis. Throws a `UserError` with all errors if it is not valid. */
export async function readModelFile(
  file: string,
  root: string,
  limits: Partial<Limits> = {},
): Promise<{ model: ModelSpec; files: readonly string[] }> {
  const { spec, files, diagnostics } = await analyseFile(file, root, { limits });
  if (spec !== null) return { model: spec, files };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  throw new UserError('model-error', errors.map(formatDiagnostic).join('\n'));
}

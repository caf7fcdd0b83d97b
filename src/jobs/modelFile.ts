/** A model file as the command line and the trainer take it: evaluated in the analyser's process. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../data/userError.ts';
import type { ModelSpec } from '../model/spec.ts';
import type { Analysis, Diagnostic } from '../sandbox/analysis.ts';
import { type Limits, mostBytes } from '../sandbox/limits.ts';
import { AnalyserClient } from './analyserClient.ts';

/** Imports must not leave the folder `root`. Throws a `UserError` where there is no such file. */
export async function analyseFile(file: string, root: string, limits: Partial<Limits> = {}): Promise<Analysis> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UserError('no-model-file', `There is no model file ${file}, or it cannot be read.`, { cause });
  });
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'no regular file';
    throw new UserError('no-model-file', `${file} is ${what}. Name a model file, such as lenet5.cnn.ts.`);
  }
  if (found.size > mostBytes) {
    const sizes = `${found.size.toLocaleString('en')} bytes; the most are ${mostBytes.toLocaleString('en')}`;
    throw new UserError('no-model-file', `${file} is too long for a model file: ${sizes}.`);
  }
  const analyser = new AnalyserClient({ program: path.join(import.meta.dirname, 'analyser.cjs') });
  try {
    return await analyser.analyse(file, { root, limits });
  } finally {
    analyser.dispose();
  }
}

/** `/models/lenet5.cnn.ts:8:12: error: …`, which editors and terminals make a link of. */
export function formatDiagnostic({ severity, message, range }: Diagnostic): string {
  return `${range.file}:${range.line}:${range.column}: ${severity}: ${message}`;
}

/** Throws a `UserError` with every error of the file where it makes no valid model. */
export async function readModelFile(
  file: string,
  root: string,
  limits: Partial<Limits> = {},
): Promise<{ model: ModelSpec; files: readonly string[] }> {
  const { spec, files, diagnostics } = await analyseFile(file, root, limits);
  if (spec !== null) return { model: spec, files };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  throw new UserError('model-error', errors.map(formatDiagnostic).join('\n'));
}

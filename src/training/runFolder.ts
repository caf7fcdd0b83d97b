/** Makes and writes run folders; `layout.ts` names what is in them, `runReader.ts` reads them. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { fileName, makeEmptyFolder, systemCode, writeError, writeFileAtomically, writeJson } from '../data/files.ts';
import type { ModelSpec } from '../model/spec.ts';
import { type DataNumbers, type Evaluation, type RunManifest, type RunStatus, runLayout } from './layout.ts';
import { listCheckpoints, MetricsReader, readRun, runState, runsFolder } from './runReader.ts';

/**
 * Creates the folder of a new run: `out`, which has to be empty or hold a run without steps, or one named by time and
 * model beside the model file.
 */
export async function createRunFolder(modelFile: string, name: string, out: string | null): Promise<string> {
  if (out !== null) return await claimFolder(path.resolve(out));
  const time = new Date();
  for (let attempt = 1; ; attempt++) {
    const folder = runFolderPath(modelFile, name, time, attempt);
    try {
      await mkdir(path.dirname(folder), { recursive: true });
      await mkdir(folder);
      await mkdir(path.join(folder, 'checkpoints'));
      return folder;
    } catch (error) {
      // Another run of this model started in the same second.
      if (systemCode(error) === 'EEXIST' && attempt < 100) continue;
      throw writeError(folder, error);
    }
  }
}

/** The folder of a run, named by time and model, beside the model file; several in one second are numbered. */
export function runFolderPath(modelFile: string, name: string, time: Date, attempt: number): string {
  const stamp = time.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const folder = `${stamp}-${fileName(name)}${attempt === 1 ? '' : `-${attempt}`}`;
  return path.join(runsFolder(path.dirname(modelFile)), folder);
}

async function claimFolder(folder: string): Promise<string> {
  try {
    if (await isWithoutSteps(folder)) await forget(folder);
    else {
      const remedy = l10n.t('Give --out a new folder, or use --resume {0} to continue the run in it.', folder);
      await makeEmptyFolder(folder, remedy);
    }
    await mkdir(path.join(folder, 'checkpoints'), { recursive: true });
  } catch (error) {
    throw writeError(folder, error);
  }
  return folder;
}

/** Whether a folder holds a run that ended before its first step, as on an image that cannot be read. */
async function isWithoutSteps(folder: string): Promise<boolean> {
  const run = await readRun(folder).catch(() => null);
  if (run === null || (await runState(run.status)) === 'running') return false;
  const hasLater = (await listCheckpoints(folder)).some((epoch) => epoch > 0);
  if (hasLater || existsSync(path.join(folder, runLayout.state))) return false;
  const { events } = await new MetricsReader(folder).read();
  return !events.some(({ event }) => event === 'step');
}

/**
 * Removes what makes a folder a run without steps, the manifest first, so that it is never half of one run and half of
 * another. Its log and whatever else is there stays.
 */
async function forget(folder: string): Promise<void> {
  const { manifest, status, metrics, data, checkpoint } = runLayout;
  for (const name of [manifest, status, metrics, data, checkpoint(0)]) {
    await rm(path.join(folder, name), { force: true });
  }
}

/**
 * Copies the model file and its local imports; returns the path of the model file's copy, relative to the run folder.
 */
export async function copySources(folder: string, files: readonly string[]): Promise<string> {
  const common = files.map((file) => path.dirname(file)).reduce(commonFolder);
  const targets = files.map((file) => path.join(runLayout.source, path.relative(common, file)));
  for (const [index, file] of files.entries()) {
    const target = path.join(folder, targets[index]!);
    const text = await readFile(file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFileAtomically(target, async (handle) => {
      await handle.writeFile(text);
    });
  }
  return targets[0]!.replaceAll(path.sep, '/');
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (path.relative(folder, b).startsWith('..')) folder = path.dirname(folder);
  return folder;
}

export const writeManifest = (folder: string, manifest: RunManifest): Promise<void> =>
  writeJson(path.join(folder, runLayout.manifest), manifest);

export const writeModel = (folder: string, model: ModelSpec): Promise<void> =>
  writeJson(path.join(folder, runLayout.model), model);

export const writeStatus = (folder: string, status: RunStatus): Promise<void> =>
  writeJson(path.join(folder, runLayout.status), status);

export const writeDataNumbers = (folder: string, { scale, offset, heldOut }: DataNumbers): Promise<void> =>
  writeJson(path.join(folder, runLayout.data), { scale, offset, heldOut });

/** Written on one line: a thousand classes have a million counts. */
export const writeEvaluation = (folder: string, evaluation: Evaluation): Promise<void> =>
  writeFileAtomically(path.join(folder, runLayout.evaluation), async (handle) => {
    await handle.writeFile(`${JSON.stringify(evaluation)}\n`);
  });

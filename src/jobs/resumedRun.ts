/** A run that goes on: everything it needs is in its folder. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import { isDeviceChoice } from '../engine/deviceIds.ts';
import { createEngine } from '../engine/devices.ts';
import { type RunStatus, runLayout } from '../training/layout.ts';
import { readState } from '../training/progress.ts';
import { writeStatus } from '../training/runFolder.ts';
import { isAlive, modelFolder, processExists, readModel, readRun } from '../training/runReader.ts';
import { withLock } from './fileLock.ts';
import type { PreparedRun } from './preparedRun.ts';
import { openRunData } from './runData.ts';
import type { ResumedRun } from './trainingRequest.ts';

/** The run is ours before anything of it is read: what another trainer would still change is not gone on from. */
export async function prepareResumed({ run }: ResumedRun, status: RunStatus): Promise<PreparedRun> {
  const folder = path.resolve(run);
  const before = await claimRun(folder, status);
  try {
    return await readResumed(folder);
  } catch (error) {
    // Nothing was changed: the run rests as it did.
    await writeStatus(folder, before).catch(() => undefined);
    throw error;
  }
}

/** Makes `status` that of the run unless another trainer has it; gives the one before. */
async function claimRun(folder: string, status: RunStatus): Promise<RunStatus> {
  await readRun(folder);
  const lock = path.join(folder, runLayout.lock);
  const claim = async () => {
    const { status: before } = await readRun(folder);
    // A socket that we cannot ask may be in the temporary folder of another environment.
    const isHeld = before.socket === null ? processExists(before.pid) : await isAlive(before);
    if (before.state === 'running' && isHeld) {
      throw new UserError('run-busy', `${folder} is being trained now, by process ${before.pid}. Stop it first.`);
    }
    await writeStatus(folder, status);
    return before;
  };
  try {
    return await withLock(lock, claim);
  } catch (error) {
    throw writeError(lock, error);
  }
}

async function readResumed(folder: string): Promise<PreparedRun> {
  const { manifest } = await readRun(folder);
  const [model, saved] = await Promise.all([readModel(folder), readState(folder)]);
  if (model.training === null) throw new UserError('not-a-run', `${folder}: its ${runLayout.model} has no training.`);
  const { id, threads } = manifest.device;
  const project = modelFolder({ folder, manifest });
  const [data, engine] = await Promise.all([
    openRunData(model, { folder, manifest }),
    // Another device or number of threads gives other bits.
    createEngine(isDeviceChoice(id) ? id : 'auto', { threads, project }),
  ]);
  await mkdir(path.join(folder, path.dirname(runLayout.checkpoint(0))), { recursive: true });
  return { folder, manifest, model, training: model.training, data, engine, saved };
}

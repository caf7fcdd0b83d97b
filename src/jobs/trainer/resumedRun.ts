/** Resumes a run: everything it needs is in its folder. */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { writeError } from '../../data/files.ts';
import { UserError } from '../../data/userError.ts';
import { type DeviceChoice, isDeviceChoice } from '../../engine/deviceIds.ts';
import { type RunStatus, runLayout } from '../../training/layout.ts';
import { readState } from '../../training/progress.ts';
import { openRunData } from '../../training/runData.ts';
import { writeManifest, writeStatus } from '../../training/runFolder.ts';
import { isAlive, modelFolder, processExists, readModel, readRun } from '../../training/runReader.ts';
import { chooseDevice, type OpenDevices } from '../devices/choose.ts';
import { usesProcessor } from '../devices/machineMemory.ts';
import { requireMemory } from '../devices/memory.ts';
import { withLock } from '../fileLock.ts';
import type { PreparedRun } from './preparedRun.ts';
import type { ResumedRun } from './request.ts';

/** Claims the run before reading anything of it, so that no other trainer can still change it. */
export async function prepareResumed(
  { run, device }: ResumedRun,
  status: RunStatus,
  open: OpenDevices,
): Promise<PreparedRun> {
  const folder = path.resolve(run);
  const before = await claimRun(folder, status);
  try {
    return await readResumed(folder, device ?? null, open);
  } catch (error) {
    // Nothing was changed: the run stays as it was.
    await writeStatus(folder, before).catch(() => undefined);
    throw error;
  }
}

/** Sets the run's status unless another trainer has it; returns the previous status. */
async function claimRun(folder: string, status: RunStatus): Promise<RunStatus> {
  await readRun(folder);
  const lock = path.join(folder, runLayout.lock);
  const claim = async () => {
    const { status: before } = await readRun(folder);
    // A socket that we cannot reach may be in the temporary folder of another environment.
    const isHeld = before.socket === null ? processExists(before.pid) : await isAlive(before);
    if (before.state === 'running' && isHeld) {
      throw new UserError(
        'run-busy',
        l10n.t('{0} is being trained now, by process {1}. Stop it first.', folder, before.pid),
      );
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

async function readResumed(folder: string, elsewhere: DeviceChoice | null, open: OpenDevices): Promise<PreparedRun> {
  const { manifest: before } = await readRun(folder);
  const model = await readModel(folder);
  const { training } = model;
  if (training === null)
    throw new UserError('not-a-run', l10n.t('{0}: its {1} has no training.', folder, runLayout.model));
  const saved = await readState(folder, model);
  const project = modelFolder({ folder, manifest: before });
  const data = await openRunData(model, { folder, manifest: before });
  // Another device or number of threads gives other bits.
  const recorded = isDeviceChoice(before.device.id) ? before.device.id : 'auto';
  const choice = elsewhere ?? recorded;
  if (usesProcessor(choice)) requireMemory(model, training, data);
  const devices = open(choice, { threads: before.device.threads, project });
  const subject = { model, training, data, tensors: saved.tensors };
  const chosen = await chooseDevice(choice, devices, subject);
  const { engine, warning } = chosen;
  if (elsewhere === null && engine.device.id !== before.device.id) {
    await engine.dispose();
    throw new UserError(
      'device-differs',
      l10n.t(
        '{0} The run was started on {1}. To resume it on the CPU: cnn-lab train --resume {2} --device cpu.',
        chosen.reason.replace(/\.?$/, '.'),
        before.device.label,
        JSON.stringify(folder),
      ),
    );
  }
  const moved = { ...before, device: engine.device, deviceReason: chosen.reason };
  const manifest = engine.device.id === before.device.id ? before : moved;
  if (manifest !== before) await writeManifest(folder, manifest);
  await mkdir(path.join(folder, path.dirname(runLayout.checkpoint(0))), { recursive: true });
  return { folder, manifest, model, training, data, engine, deviceWarning: warning, saved };
}

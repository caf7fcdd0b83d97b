/** What can train here, and why the rest cannot. */

import { availableParallelism } from 'node:os';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../data/errorMessage.ts';
import { UserError } from '../data/userError.ts';
import { type DeviceId, type DeviceReport, deviceIds } from './deviceIds.ts';
import type { Engine } from './engine.ts';
import { createOnnxRuntimeEngine } from './onnxruntime/index.ts';
import { probeProvider } from './onnxruntime/providers.ts';
import { createTfjsEngine, probeTfjs } from './tfjs/index.ts';

/** `project`: a folder whose own TensorFlow counts, too; `null` for none, as in an untrusted folder. */
export const listDevices = (project: string | null): Promise<DeviceReport[]> =>
  Promise.all(deviceIds.map((id) => probeDevice(id, project)));

/** Tries a device in another process. */
const probeDevice = (id: DeviceId, project: string | null): Promise<DeviceReport> =>
  id === 'tfjs' ? probeTfjs(project) : probeProvider(id);

export interface DeviceOptions {
  /** CPU threads; `null` uses all. */
  readonly threads: number | null;
  /** The folder of the model file, from which the user's packages are resolved; `null` for none. */
  readonly project: string | null;
}

/** Opens the device in this process, without a trial. Throws if it cannot be used. */
export async function openDevice(id: DeviceId, { threads, project }: DeviceOptions): Promise<Engine> {
  if (id === 'tfjs') return createTfjsEngine(project);
  return createOnnxRuntimeEngine({ provider: id, threads: threads ?? availableParallelism() });
}

/** Opens a device after a trial. Throws a `UserError` if it cannot be used. */
export async function createEngine(id: DeviceId, options: DeviceOptions): Promise<Engine> {
  // The CPU needs no trial: it is the reference for all others.
  const reason = id === 'cpu' ? null : (await probeDevice(id, options.project)).reason;
  if (reason !== null) throw unavailable(id, reason);
  try {
    return await openDevice(id, options);
  } catch (error) {
    throw unavailable(id, messageOf(error), { cause: error });
  }
}

function unavailable(id: DeviceId, reason: string, options?: ErrorOptions): UserError {
  const elsewhere = id === 'cpu' ? '' : l10n.t(' Choose another device: auto takes what works here.');
  return new UserError(
    'device-unavailable',
    l10n.t('The device {0} cannot be used here. {1}{2}', id, reason, elsewhere),
    options,
  );
}

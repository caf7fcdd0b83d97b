/** TensorFlow where the user has it: as a device like the others. */
import * as l10n from '@vscode/l10n';
import type { DeviceReport } from '../deviceIds.ts';
import { tryDevice } from '../trial.ts';
import { TfjsEngine } from './engine.ts';
import { loadTensorFlow } from './load.ts';
import { findTensorFlow } from './packages.ts';

const notInstalled = (): string =>
  l10n.t(
    'TensorFlow is not installed. Run "CNN: Install the TensorFlow GPU engine" in VS Code, or cnn-lab install-tensorflow.',
  );

/**
 * Loads TensorFlow from the user's folder, or from where `project` (a folder, or `null`) resolves it, and makes an
 * engine of it. Throws, with what to do, if there is none or it is broken.
 */
export async function createTfjsEngine(project: string | null): Promise<TfjsEngine> {
  const found = findTensorFlow(project);
  if (found === null) throw new Error(notInstalled());
  const { tf, label } = await loadTensorFlow(found);
  return new TfjsEngine(tf, label);
}

/** Loads it in another process, if it is installed, and runs a tiny program. */
export async function probeTfjs(project: string | null): Promise<DeviceReport> {
  if (findTensorFlow(project) === null) return { ...absent, reason: notInstalled() };
  const { report } = await tryDevice('tfjs', project);
  if (report.error !== null) return { ...absent, reason: report.error };
  return { id: 'tfjs', available: true, label: report.label, reason: null };
}

const absent = { id: 'tfjs', available: false, label: 'NVIDIA GPU (TensorFlow.js)' } as const;

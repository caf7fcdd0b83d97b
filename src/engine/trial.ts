/**
 * Tries a device in a process of its own, since a broken driver crashes its process, and what it loads would stay in
 * memory. The process runs `trialMain.ts`.
 */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import type { DeviceId } from './deviceIds.ts';

/** What the trial reports: the device's own name and what it notes, or what went wrong. */
export type TrialReport =
  | { readonly error: null; readonly label: string; readonly note?: string }
  | { readonly error: string; readonly label: null };

export interface Trial {
  readonly report: TrialReport;
  /** What the libraries wrote to standard error. */
  readonly written: string;
}

/** Time limit of a trial in milliseconds: drivers start cold and compile their first program. */
const deadline = 60_000;

/** `project`: the folder from which packages are resolved; `null` for none. */
export async function tryDevice(id: DeviceId, project: string | null = null): Promise<Trial> {
  // The trial's program lies beside this file, both as source and when bundled.
  const program = import.meta.url.endsWith('.ts') ? './trialMain.ts' : './trial.cjs';
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [JSON.stringify({ id, project })], {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: deadline,
    killSignal: 'SIGKILL',
  });
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const reports: TrialReport[] = [];
  child.on('message', (message: TrialReport) => reports.push(message));
  const ended = await new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(signal === null ? l10n.t('code {0}', String(code)) : signal));
  });
  const crash = l10n.t('the trial process ended with {0}: {1}', ended, written.trim().split('\n').at(-1) ?? '');
  return { report: reports[0] ?? { error: crash, label: null }, written };
}

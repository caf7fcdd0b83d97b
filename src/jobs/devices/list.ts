/** Lists devices for an editor, in a process of its own, since drivers are slow to load and may crash. */
import { fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import type { DeviceReport } from '../../engine/deviceIds.ts';

/** `program`: `dist/devices.cjs`. `project`: a folder whose own TensorFlow counts, too; `null` for none. */
export function listDevicesInChildProcess(program: string, project: string | null): Promise<readonly DeviceReport[]> {
  const child = fork(program, [project ?? ''], {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let written = '';
  child.stderr?.on('data', (text) => {
    written = (written + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.once('message', (reports: readonly DeviceReport[]) => resolve(reports));
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(l10n.t('The devices could not be tested (code {0}): {1}', String(code), written.trim()))),
    );
  });
}

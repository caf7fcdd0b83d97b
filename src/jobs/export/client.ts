/** Exports for the editor, in a process of its own, since weights and data may be large. */
import { fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import type { Exported, ExportRequest } from './exportSource.ts';

/** The process's messages. */
export type ExportAnswer =
  | { readonly kind: 'read'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly exported: Exported }
  | { readonly kind: 'failed'; readonly message: string };

export interface ExportWatch {
  /** Cancels the export; nothing of it stays. */
  readonly signal: AbortSignal;
  /** Called with the number of images read so far. */
  onProgress(done: number, total: number): void;
}

/**
 * `program`: `dist/export.cjs`. Resolves to `null` if `signal` cancelled it; throws with the exporter's own message.
 */
export function exportInChildProcess(
  program: string,
  request: ExportRequest,
  watch: ExportWatch,
): Promise<Exported | null> {
  const { signal, onProgress } = watch;
  const child = fork(program, [JSON.stringify(request)], {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let written = '';
  child.stderr?.on('data', (text) => {
    written = (written + text).slice(-2000);
  });
  // It removes what it has written, and exits.
  const stop = () => child.connected && child.send('stop');
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const answer = new Promise<Exported | null>((resolve, reject) => {
    child.on('message', (answer: ExportAnswer) => {
      if (answer.kind === 'read') onProgress(answer.done, answer.total);
      else if (answer.kind === 'done') resolve(answer.exported);
      else if (signal.aborted) resolve(null);
      else reject(new Error(answer.message));
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (signal.aborted) resolve(null);
      else reject(new Error(l10n.t('The export ended with code {0}: {1}', String(code), written.trim())));
    });
  });
  return answer.finally(() => signal.removeEventListener('abort', stop));
}

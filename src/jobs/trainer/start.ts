/** Starts a trainer as a detached process, which outlives the one that started it. */

import { fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { endedHow } from '../servedProcess.ts';
import type { EvaluatedModel, TrainerMessage } from './evaluatedModel.ts';
import type { TrainingRequest } from './request.ts';

/** What a trainer tells the process that started it. */
export type TrainerReport =
  /** The run folder exists: everything else is read from it. */
  { readonly kind: 'started'; readonly run: string } | { readonly kind: 'failed'; readonly message: string };

export interface TrainerProcess {
  readonly pid: number;
  /** Settles with the run folder once it can be watched; rejects with the reason if that never happens. */
  readonly started: Promise<string>;
  /** Settles when the process ends, with the reason if it failed or `null`. */
  readonly ended: Promise<TrainerFailure | null>;
}

export interface TrainerFailure {
  readonly message: string;
  /** Whether the trainer itself said so; otherwise it was killed, or could not be started. */
  readonly told: boolean;
}

/** `script` is the trainer's entry, `dist/trainer.cjs`; `evaluated`, the model where it is known already. */
export async function startTrainer(
  script: string,
  request: TrainingRequest,
  evaluated: EvaluatedModel | null = null,
): Promise<TrainerProcess> {
  const child = fork(script, [JSON.stringify(request)], {
    detached: true,
    windowsHide: true,
    // The parent's flags (a debugger's port, say) are not meant for the trainer; in desktop VS Code, Node is Electron.
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let failure: string | null = null;
  const ended = new Promise<TrainerFailure | null>((resolve) => {
    child.once('error', (error) => resolve({ message: error.message, told: false }));
    child.once('exit', (code, signal) => {
      if (code === 0 || code === 130) resolve(null);
      else
        resolve({
          message: failure ?? l10n.t('The trainer ended {0}.', endedHow(code, signal)),
          told: failure !== null,
        });
    });
  });
  const started = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      if (!isReport(message)) return;
      if (message.kind === 'started') resolve(message.run);
      else failure = message.message;
    });
    ended.then((reason) => reject(new Error(reason?.message ?? 'The trainer ended before it began.')));
  });
  // A caller that only waits for `ended` must not get an unhandled rejection of `started`.
  started.catch(() => undefined);
  if (child.pid === undefined) throw new Error((await ended)?.message ?? 'The trainer cannot be started.');
  // One that has ended by then tells so by its end.
  child.send({ evaluated } satisfies TrainerMessage, () => undefined);
  child.unref();
  child.channel?.unref();
  return { pid: child.pid, started, ended };
}

function isReport(message: unknown): message is TrainerReport {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

/**
 * A child process behind typed calls, which reports when it is ready and how it ended. Its supervisor decides what to
 * ask of it, for how long, and whether to start another.
 */
import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { type BirpcReturn, createBirpc } from 'birpc';

/** Sent once by the process when it can take requests. */
export const ready = 'ready';

export interface Ending {
  /** `by SIGKILL`, `with code 7`, for people. */
  readonly how: string;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
  readonly outOfMemory: boolean;
}

/** `by SIGKILL`, `with code 7`, for people. */
export const endedHow = (code: number | null, signal: string | null): string =>
  signal === null ? l10n.t('with code {0}', String(code)) : l10n.t('by {0}', signal);

export interface ServedProcessOptions<Local extends object> {
  readonly program: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly detached?: boolean;
  /** The functions that it may call. */
  readonly functions: Local;
}

export class ServedProcess<Remote extends object, Local extends object> {
  /** Calls stay pending until they are answered or the process ends. */
  readonly channel: BirpcReturn<Remote, Local>;
  /** Settles when the process is ready; never if it ends before. */
  readonly isReady: Promise<void>;
  /** Settles when the process has ended and all its output is read. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;

  constructor({ program, args = [], execArgv, detached, functions }: ServedProcessOptions<Local>) {
    const options: ForkOptions = {
      execPath: process.execPath,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Structured cloning keeps errors' messages and typed arrays.
      serialization: 'advanced',
    };
    const child = fork(program, args, {
      ...options,
      ...(execArgv && { execArgv: [...execArgv] }),
      ...(detached === undefined ? {} : { detached }),
    });
    this.#child = child;
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    this.channel = createBirpc<Remote, Local>(functions, {
      post: (message) => {
        if (child.connected) child.send(message);
      },
      on: (listener) => child.on('message', listener),
      timeout: -1,
    });
    this.isReady = new Promise((resolve) => {
      child.on('message', (message) => message === ready && resolve());
    });
    this.ended = new Promise((resolve) => {
      const tell = (how: string) =>
        resolve({ how, errors, outOfMemory: /out of memory|OOM|allocation failed|bad_alloc/i.test(errors) });
      // A message that cannot reach an ending process is an error, too, perhaps several; `close` reports the end.
      child.on('error', ({ message }) => {
        if (child.pid === undefined) tell(l10n.t('by an error ({0})', message));
      });
      child.once('close', (code, signal) => {
        const hint = signal === 'SIGKILL' ? l10n.t(', as the system does when memory runs out') : '';
        tell(`${endedHow(code, signal)}${hint}`);
      });
    });
    void this.ended.then(() => this.channel.$close());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it can still be called. */
  get isConnected(): boolean {
    return this.#child.connected && !this.channel.$closed;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

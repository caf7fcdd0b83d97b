/**
 * Supervises an inspector process: starts it when it is first asked, starts another where one has ended, and
 * settles every request.
 */

import { type ChildProcess, fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { type BirpcReturn, createBirpc } from 'birpc';
import { UserError } from '../data/userError.ts';
import { ready } from './analyserProtocol.ts';
import type {
  InspectedFacts,
  InspectorClientFunctions,
  InspectorFunctions,
  InspectorMethod,
  InspectorReply,
  InspectorRequests,
  InspectorSource,
} from './inspectorProtocol.ts';

export interface InspectorClientOptions {
  /** The program to run: `dist/inspector.cjs`. */
  readonly program: string;
  /** The epochs whose weights are kept have changed. */
  readonly onEpochs?: (epochs: readonly number[]) => void;
}

export interface AskOptions {
  /** Cancels the request. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A newer request of its kind, or its own signal, has ended a request: its answer is of no use any more. */
export class InspectionCancelled extends Error {
  override readonly name = 'InspectionCancelled';
}

export class InspectorClient {
  readonly #options: InspectorClientOptions;
  readonly #progress = new Map<number, (done: number, total: number) => void>();
  #source: InspectorSource | null = null;
  #process: InspectorProcess | null = null;
  #opened: Promise<InspectedFacts> | null = null;
  #lastId = 0;
  #disposed = false;

  constructor(options: InspectorClientOptions) {
    this.#options = options;
  }

  /** Identifier of the running process, if any. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** What is asked from now on is about this run or model. Rejects with a `UserError` where it cannot be read. */
  open(source: InspectorSource, options: AskOptions = {}): Promise<InspectedFacts> {
    this.#source = source;
    const opened = this.#ask('open', source, options);
    this.#opened = opened;
    opened.catch(() => undefined);
    return opened;
  }

  /**
   * Rejects with `InspectionCancelled` where a newer request of this method was made, and with a `UserError`
   * for what the user can mend; of the latter is a process that was ended: the next request starts another.
   */
  async ask<K extends Exclude<InspectorMethod, 'open'>>(
    method: K,
    request: InspectorRequests[K]['request'],
    options: AskOptions = {},
  ): Promise<InspectorRequests[K]['reply']> {
    if (this.#process === null && this.#source !== null) void this.open(this.#source);
    await this.#opened;
    return this.#ask(method, request, options);
  }

  dispose(): void {
    this.#disposed = true;
    this.#process?.end();
    this.#process = null;
  }

  async #ask<K extends InspectorMethod>(
    method: K,
    request: InspectorRequests[K]['request'],
    { signal, onProgress }: AskOptions,
  ): Promise<InspectorRequests[K]['reply']> {
    if (this.#disposed) throw new Error('The inspector has been ended.');
    if (signal?.aborted) throw new InspectionCancelled('The request was cancelled.');
    const running = this.#running();
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = () => running.cancel(id);
    signal?.addEventListener('abort', cancel);
    if (onProgress !== undefined) this.#progress.set(id, onProgress);
    try {
      const reply = await running.ask(id, method, request);
      if (reply.kind === 'done') return reply.value;
      if (reply.kind === 'refused') throw new UserError(reply.code, reply.message);
      throw new InspectionCancelled('The request was cancelled.');
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#progress.delete(id);
    }
  }

  #running(): InspectorProcess {
    if (this.#process !== null) return this.#process;
    const started = new InspectorProcess(this.#options.program, {
      progress: (id, done, total) => this.#progress.get(id)?.(done, total),
      epochs: (epochs) => this.#options.onEpochs?.(epochs),
    });
    this.#process = started;
    void started.ended.then(() => {
      if (this.#process === started) this.#process = null;
    });
    return started;
  }
}

/** One run of the inspector process. */
class InspectorProcess {
  /** Why it ended, for people. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #channel: BirpcReturn<InspectorFunctions, InspectorClientFunctions>;
  readonly #isReady: Promise<void>;

  constructor(program: string, functions: InspectorClientFunctions) {
    const child = fork(program, [], {
      execPath: process.execPath,
      // A session of its own, by which Linux gives it less of the processor; see `inspectorMain.ts`.
      detached: process.platform === 'linux',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Typed arrays stay what they are.
      serialization: 'advanced',
    });
    this.#child = child;
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    this.#channel = createBirpc<InspectorFunctions, InspectorClientFunctions>(functions, {
      post: (message) => {
        if (child.connected) child.send(message);
      },
      on: (listener) => child.on('message', listener),
      // A request waits for the work it asks for, or for the process to end.
      timeout: -1,
    });
    this.ended = new Promise((resolve) => {
      child.once('error', ({ message }) => resolve(describeEnd(`by an error (${message})`, errors)));
      child.once('close', (code, signal) => {
        resolve(describeEnd(signal === null ? `with code ${code}` : `by ${signal}`, errors));
      });
    });
    this.#isReady = new Promise((resolve) => {
      child.on('message', (message) => message === ready && resolve());
    });
    void this.ended.then(() => this.#channel.$close());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async ask<K extends InspectorMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>> {
    const ended = this.ended.then((why) => ({ kind: 'refused', code: 'inspector-ended', message: why }) as const);
    await Promise.race([this.#isReady, ended]);
    // The channel's type has lost how method and answer belong together.
    const answer = this.#channel.ask(id, method, request) as Promise<InspectorReply<InspectorRequests[K]['reply']>>;
    return Promise.race([answer.catch((error: unknown) => this.#afterClose(error, ended)), ended]);
  }

  cancel(id: number): void {
    if (this.#child.connected) this.#channel.cancel.asEvent(id);
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  /** A channel that closes refuses what waits before all is known of the end. */
  #afterClose<T>(error: unknown, ended: Promise<T>): Promise<T> {
    if (this.#channel.$closed || !this.#child.connected) return ended;
    throw error;
  }
}

function describeEnd(how: string, errors: string): string {
  if (/out of memory|OOM|allocation failed|bad_alloc/i.test(errors)) {
    return 'Looking into this model took more memory than there is. Close other programs, and try again.';
  }
  const hint = how === 'by SIGKILL' ? l10n.t(', as the system ends programs where memory runs out') : '';
  const said = errors.trim() === '' ? '' : ` It said: ${errors.trim()}`;
  return `The process that looks into models was ended ${how}${hint}. Try again: the next request starts another.${said}`;
}

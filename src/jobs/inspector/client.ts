/**
 * Supervises an inspector process: starts it on the first request, starts another if it has ended, and settles every
 * request.
 */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../data/userError.ts';
import { type Ending, ServedProcess } from '../servedProcess.ts';
import type {
  InspectedFacts,
  InspectorClientFunctions,
  InspectorFunctions,
  InspectorMethod,
  InspectorReply,
  InspectorRequests,
  InspectorSource,
} from './protocol.ts';

export interface InspectorClientOptions {
  /** The program to run: `dist/inspector.cjs`. */
  readonly program: string;
  /** Called when the epochs whose weights are kept have changed. */
  readonly onEpochs?: (epochs: readonly number[]) => void;
}

export interface AskOptions {
  /** Cancels the request. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A request was cancelled by a newer one of its kind or by its own signal: nobody needs the answer any more. */
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

  /** Sets the run or model of all further requests. Rejects with a `UserError` if it cannot be read. */
  open(source: InspectorSource, options: AskOptions = {}): Promise<InspectedFacts> {
    this.#source = source;
    const opened = this.#ask('open', source, options);
    this.#opened = opened;
    // The next request tries again: the cause may have been fixed by then.
    opened.catch(() => {
      if (this.#opened === opened) this.#opened = null;
    });
    return opened;
  }

  /**
   * Rejects with `InspectionCancelled` if a newer request of this method was made, and with a `UserError` if the user
   * can fix the cause, which includes a process that has ended: the next request starts another.
   */
  async ask<K extends Exclude<InspectorMethod, 'open'>>(
    method: K,
    request: InspectorRequests[K]['request'],
    options: AskOptions = {},
  ): Promise<InspectorRequests[K]['reply']> {
    const isOpen = this.#process !== null && this.#opened !== null;
    if (!isOpen && this.#source !== null) void this.open(this.#source);
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
      // A reply may have been on its way when the signal was given.
      if (signal?.aborted || reply.kind === 'cancelled') throw new InspectionCancelled('The request was cancelled.');
      if (reply.kind === 'refused') throw new UserError(reply.code, reply.message);
      return reply.value;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#progress.delete(id);
    }
  }

  #running(): InspectorProcess {
    if (this.#process !== null) return this.#process;
    const started = new InspectorProcess(this.#options.program, {
      progress: (id, done, total) => this.#progress.get(id)?.(done, total),
      epochs: (epochs) => {
        if (!this.#disposed) this.#options.onEpochs?.(epochs);
      },
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
  readonly #process: ServedProcess<InspectorFunctions, InspectorClientFunctions>;

  constructor(program: string, functions: InspectorClientFunctions) {
    // A session of its own, so that Linux can give it less CPU time; see `main.ts`.
    this.#process = new ServedProcess({ program, functions, detached: process.platform === 'linux' });
    this.ended = this.#process.ended.then(describeEnd);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async ask<K extends InspectorMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>> {
    const ended = this.ended.then((why) => ({ kind: 'refused', code: 'inspector-ended', message: why }) as const);
    await Promise.race([this.#process.isReady, ended]);
    // The channel's type has lost the relation between method and answer.
    const answer = this.#process.channel.ask(id, method, request) as Promise<
      InspectorReply<InspectorRequests[K]['reply']>
    >;
    return Promise.race([answer.catch((error: unknown) => this.#afterClose(error, ended)), ended]);
  }

  cancel(id: number): void {
    if (this.#process.isConnected) this.#process.channel.cancel.asEvent(id);
  }

  end(): void {
    this.#process.end();
  }

  /** A closing channel rejects pending calls before it is known how the process ended. */
  #afterClose<T>(error: unknown, ended: Promise<T>): Promise<T> {
    if (!this.#process.isConnected) return ended;
    throw error;
  }
}

function describeEnd({ how, errors, outOfMemory }: Ending): string {
  if (outOfMemory) {
    return l10n.t('Inspecting this model needs more memory than is available. Close other programs and try again.');
  }
  const ending = l10n.t(
    'The process that inspects models was ended {0}. Try again: the next request starts another.',
    how,
  );
  return errors.trim() === '' ? ending : `${ending} ${l10n.t('It reported: {0}', errors.trim())}`;
}

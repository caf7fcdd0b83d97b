/** Serves requests, cancels those that a newer one replaces, and follows a run that is still training. */
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../data/userError.ts';
import type { Work } from '../../insight/splitPass.ts';
import { type InspectionHandlers, Inspector, type InspectorHandler } from './inspector.ts';
import type {
  InspectedFacts,
  InspectorClientFunctions,
  InspectorFunctions,
  InspectorMethod,
  InspectorReply,
  InspectorRequests,
  InspectorSource,
} from './protocol.ts';

/** Milliseconds between looks for new epochs. */
const pollEvery = 500;
/** Milliseconds between progress messages. */
const progressEvery = 100;

/** The reason for ending a request that nobody waits for any more. */
class Cancelled extends Error {}

interface UnderWay {
  readonly method: InspectorMethod;
  readonly controller: AbortController;
}

type Handlers = { readonly open: InspectorHandler<'open'> } & Partial<InspectionHandlers>;

/** Throws if a newer `open` is in progress or has already taken effect. */
async function factsOf(inspector: Inspector, signal: AbortSignal | undefined): Promise<InspectedFacts> {
  const facts = await inspector.facts();
  signal?.throwIfAborted();
  return facts;
}

export class InspectorServer implements InspectorFunctions {
  readonly #client: InspectorClientFunctions;
  readonly #underWay = new Map<number, UnderWay>();
  #inspector: Inspector | null = null;
  #watching = new AbortController();
  #handlers: Handlers = { open: (source, work) => this.#open(source, work) };

  constructor(client: InspectorClientFunctions) {
    this.#client = client;
  }

  async ask<K extends InspectorMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>> {
    for (const [other, each] of this.#underWay) if (each.method === method || method === 'open') this.cancel(other);
    const controller = new AbortController();
    const { signal } = controller;
    this.#underWay.set(id, { method, controller });
    try {
      const handlers: { readonly [P in InspectorMethod]?: InspectorHandler<P> } = this.#handlers;
      const handle: InspectorHandler<K> | undefined = handlers[method];
      if (handle === undefined) throw new Error(`The inspector was asked for '${method}' before it was opened.`);
      const value = await handle(request, { signal, onProgress: this.#progressOf(id, signal) });
      // Work that cannot be interrupted finishes late, when nobody waits for it any more.
      signal.throwIfAborted();
      return { kind: 'done', value };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      if (!(error instanceof UserError)) throw error;
      return { kind: 'refused', code: error.code, message: error.message };
    } finally {
      this.#underWay.delete(id);
    }
  }

  cancel(id: number): void {
    this.#underWay.get(id)?.controller.abort(new Cancelled());
  }

  async #open(source: InspectorSource, { signal }: Work): Promise<InspectedFacts> {
    const inspector = await Inspector.open(source, signal === undefined ? {} : { signal });
    const facts = await factsOf(inspector, signal).catch(async (error: unknown) => {
      await inspector.dispose();
      throw error;
    });
    const before = this.#inspector;
    this.#inspector = inspector;
    this.#handlers = { open: this.#handlers.open, ...inspector.handlers };
    this.#watching.abort();
    this.#watching = new AbortController();
    void this.#watch(inspector, facts.epochs, this.#watching.signal);
    await before?.dispose();
    return facts;
  }

  async #watch(inspector: Inspector, known: readonly number[], signal: AbortSignal): Promise<void> {
    let last = known.join();
    for (;;) {
      await delay(pollEvery, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const epochs = await inspector.epochs();
      if (signal.aborted || epochs.join() === last) continue;
      last = epochs.join();
      this.#client.epochs(epochs);
    }
  }

  #progressOf(id: number, signal: AbortSignal): (done: number, total: number) => void {
    let told = Number.NEGATIVE_INFINITY;
    return (done, total) => {
      if (signal.aborted || (done < total && performance.now() - told < progressEvery)) return;
      told = performance.now();
      this.#client.progress(id, done, total);
    };
  }
}

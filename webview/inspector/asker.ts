/** Numbers requests to the inspector, so that they can be cancelled and report progress. */
import type { InspectorReply, InspectorRequests } from '../../src/jobs/inspector/protocol.ts';
import type { InspectorHost, RelayedMethod } from '../../src/panels/relayProtocol.ts';

type Listener = (done: number, total: number) => void;

interface Asked<K extends RelayedMethod> {
  readonly reply: Promise<InspectorReply<InspectorRequests[K]['reply']>>;
  cancel(): void;
}

/** What a panel may ask of its host. */
export class Asker {
  readonly #host: Pick<InspectorHost, 'ask' | 'cancel'>;
  readonly #listeners = new Map<number, Listener>();
  #last = 0;

  constructor(host: Pick<InspectorHost, 'ask' | 'cancel'>) {
    this.#host = host;
  }

  ask<K extends RelayedMethod>(method: K, request: InspectorRequests[K]['request'], onProgress?: Listener): Asked<K> {
    this.#last += 1;
    const id = this.#last;
    if (onProgress !== undefined) this.#listeners.set(id, onProgress);
    const reply = this.#host.ask(id, method, request).finally(() => this.#listeners.delete(id));
    return { reply, cancel: () => this.#host.cancel(id) };
  }

  progress(id: number, done: number, total: number): void {
    this.#listeners.get(id)?.(done, total);
  }
}

/** The extension host's side of the viewer, as the view calls it. */
import type { InspectorReply, InspectorRequests } from '../../src/jobs/inspectorProtocol.ts';
import type { ViewerHostFunctions, ViewerMethod } from '../../src/panels/viewerProtocol.ts';

export type ViewerHost = { readonly [K in keyof ViewerHostFunctions]: ViewerHostFunctions[K] };

export type Reply<K extends ViewerMethod> = InspectorReply<InspectorRequests[K]['reply']>;

interface Asked<K extends ViewerMethod> {
  readonly reply: Promise<Reply<K>>;
  cancel(): void;
}

/** Requests to the inspector by number, so that they can be cancelled and tell their progress. */
export class Asker {
  readonly #host: Pick<ViewerHost, 'ask' | 'cancel'>;
  readonly #listeners = new Map<number, (done: number, total: number) => void>();
  #last = 0;

  constructor(host: Pick<ViewerHost, 'ask' | 'cancel'>) {
    this.#host = host;
  }

  ask<K extends ViewerMethod>(
    method: K,
    request: InspectorRequests[K]['request'],
    onProgress?: (done: number, total: number) => void,
  ): Asked<K> {
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

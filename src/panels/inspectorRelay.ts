/** An inspector process behind a view: passes its requests on, and tells what became of them. */
import { UserError } from '../data/userError.ts';
import { InspectionCancelled, InspectorClient, type InspectorClientOptions } from '../jobs/inspectorClient.ts';
import type { InspectedFacts, InspectorReply, InspectorSource } from '../jobs/inspectorProtocol.ts';
import type { InspectorHost, InspectorView } from './relayProtocol.ts';

export interface InspectorRelayOptions extends InspectorClientOptions {
  readonly progress: (...told: Parameters<InspectorView['progress']>) => void;
}

export class InspectorRelay {
  readonly #inspector: InspectorClient;
  readonly #underWay = new Map<number, AbortController>();
  readonly #progress: InspectorRelayOptions['progress'];

  constructor({ progress, ...options }: InspectorRelayOptions) {
    this.#inspector = new InspectorClient(options);
    this.#progress = progress;
  }

  open(source: InspectorSource): Promise<InspectedFacts> {
    return this.#inspector.open(source);
  }

  /** For the view. */
  readonly host: InspectorHost = {
    ask: (id, method, request) => {
      const controller = new AbortController();
      this.#underWay.set(id, controller);
      const answer = this.#inspector.ask(method, request, {
        signal: controller.signal,
        onProgress: (done, total) => this.#progress(id, done, total),
      });
      return settle(answer).finally(() => this.#underWay.delete(id));
    },
    cancel: (id) => this.#underWay.get(id)?.abort(),
  };

  /** For a view that is not shown any more. */
  cancelAll(): void {
    for (const controller of this.#underWay.values()) controller.abort();
  }

  dispose(): void {
    this.cancelAll();
    this.#inspector.dispose();
  }
}

/** What became of a request, in a form that crosses to the view; faults of ours are told as well. */
export async function settle<T>(answer: Promise<T>): Promise<InspectorReply<T>> {
  try {
    return { kind: 'done', value: await answer };
  } catch (error) {
    if (error instanceof InspectionCancelled) return { kind: 'cancelled' };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', code: error instanceof UserError ? error.code : 'fault', message };
  }
}

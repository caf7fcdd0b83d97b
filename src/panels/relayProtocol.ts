/** The part of the panels' protocols for requests to the inspector, which the host passes on. */
import type { InspectorMethod, InspectorReply, InspectorRequests } from '../jobs/inspector/protocol.ts';

/** `open` is left to the host. */
export type RelayedMethod = Exclude<InspectorMethod, 'open'>;

/** Offered by the extension host. */
export interface InspectorHost {
  /** A request to the inspector. `id`, the view's own, names it in `cancel` and `progress`. */
  ask<K extends RelayedMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>>;
  cancel(id: number): void;
}

/** Offered by the webview. */
export interface InspectorView {
  progress(id: number, done: number, total: number): void;
}

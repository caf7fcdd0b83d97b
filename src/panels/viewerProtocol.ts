/**
 * What the activation viewer's two sides say to each other (birpc over postMessage), mirrored as those of the
 * training panel. The view asks what the inspector offers; the host passes it on as it is.
 */
import type { InspectedFacts, InspectorMethod, InspectorReply, InspectorRequests } from '../jobs/inspectorProtocol.ts';

/** What a viewer looks into; kept in the view's state, by which VS Code restores it. */
export type Viewed =
  /** A run, by the absolute path of its folder. */
  | { readonly kind: 'run'; readonly folder: string }
  /** A model that is not trained, by its file. */
  | { readonly kind: 'model'; readonly file: string };

export interface ViewerFacts extends InspectedFacts {
  readonly viewed: Viewed;
}

export type ViewerMethod = Exclude<InspectorMethod, 'open'>;

/** Offered by the extension host. */
export interface ViewerHostFunctions {
  /** The view is there and knows nothing. */
  open(): Promise<InspectorReply<ViewerFacts>>;
  /** A request to the inspector. `id`, the view's own, names it in `cancel` and `progress`. */
  ask<K extends ViewerMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>>;
  cancel(id: number): void;
  /** Lets the user choose an image file; its path, or `null` where none was chosen. */
  chooseImage(): Promise<string | null>;
}

/** Offered by the webview. */
export interface ViewerViewFunctions {
  progress(id: number, done: number, total: number): void;
  /** The epochs whose weights are kept, when they have changed. */
  epochs(epochs: readonly number[]): void;
}

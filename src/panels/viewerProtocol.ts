/**
 * The activation viewer's protocol (birpc over postMessage), with both directions mirrored. The view asks what the
 * inspector offers, and the host passes it on unchanged.
 */
import type { DataSetImage, InspectedFacts, InspectorReply } from '../jobs/inspector/protocol.ts';
import type { ClipboardHost } from './clipboardProtocol.ts';
import type { InspectorHost, InspectorView } from './relayProtocol.ts';

/** What a viewer looks into; kept in the view's state, by which VS Code restores it. */
export type Viewed =
  /** A run, by the absolute path of its folder. */
  | { readonly kind: 'run'; readonly folder: string }
  /** A model that is not trained, by its file. */
  | { readonly kind: 'model'; readonly file: string };

export interface ViewerFacts extends InspectedFacts {
  readonly viewed: Viewed;
  /** The image to show first; `null` for the previous one. */
  readonly image: DataSetImage | null;
}

/** Offered by the extension host. */
export interface ViewerHostFunctions extends InspectorHost, ClipboardHost {
  /** The view is ready and empty. */
  open(): Promise<InspectorReply<ViewerFacts>>;
  /** Lets the user choose an image file. Resolves to its path, or `null` if none was chosen. */
  chooseImage(): Promise<string | null>;
}

/** Offered by the webview. */
export interface ViewerViewFunctions extends InspectorView {
  /** The epochs whose weights are kept, after a change. */
  epochs(epochs: readonly number[]): void;
  /** The user has chosen an image elsewhere. */
  show(image: DataSetImage): void;
}

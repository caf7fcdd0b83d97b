/**
 * What the activation viewer's two sides say to each other (birpc over postMessage), mirrored as those of the
 * training panel. The view asks what the inspector offers; the host passes it on as it is.
 */
import type { DataSetImage, InspectedFacts, InspectorReply } from '../jobs/inspectorProtocol.ts';
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
  /** The image to show first; `null`: that of before. */
  readonly image: DataSetImage | null;
}

/** Offered by the extension host. */
export interface ViewerHostFunctions extends InspectorHost, ClipboardHost {
  /** The view is there and knows nothing. */
  open(): Promise<InspectorReply<ViewerFacts>>;
  /** Lets the user choose an image file; its path, or `null` where none was chosen. */
  chooseImage(): Promise<string | null>;
}

/** Offered by the webview. */
export interface ViewerViewFunctions extends InspectorView {
  /** The epochs whose weights are kept, when they have changed. */
  epochs(epochs: readonly number[]): void;
  /** The user has chosen an image elsewhere. */
  show(image: DataSetImage): void;
}

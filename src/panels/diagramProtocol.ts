/**
 * The network diagram's protocol (birpc over postMessage), with both directions mirrored. The host follows the model
 * file and its editors; the view lays out and draws, and asks again after it was hidden, moved or reloaded.
 */
import type { Network } from '../model/network.ts';

export interface DiagramUpdate {
  /** Absolute path of the model file; kept in the view's state, by which VS Code restores it. */
  readonly file: string;
  /** The last valid network; `null` before there was one. */
  readonly network: Network | null;
  /** Whether the file has become invalid or unreadable since. */
  readonly problem: string | null;
}

/** File formats of a diagram. */
export type DiagramFormat = 'svg' | 'png';

/** Offered by the extension host. */
export interface DiagramHostFunctions {
  /** The view is ready and empty: everything there is to see follows. */
  open(): Promise<void>;
  /** Shows the call that made a node; with `focus`, moves the focus there. */
  reveal(node: number, focus: boolean): Promise<void>;
  /** Lets the user save a file. Resolves to whether it was saved. */
  save(format: DiagramFormat, content: Uint8Array): Promise<boolean>;
}

/** Offered by the webview. */
export interface DiagramViewFunctions {
  update(update: DiagramUpdate): void;
  /** The nodes made by the call at the cursor. */
  highlight(nodes: readonly number[]): void;
}

/**
 * What the network diagram's two sides say to each other (birpc over postMessage), mirrored. The host follows the
 * model file and its editors; the view lays out and draws, and asks anew when it was hidden, moved or reloaded.
 */
import type { Network } from '../model/network.ts';

export interface DiagramUpdate {
  /** Absolute path of the model file; kept in the view's state, by which VS Code restores it. */
  readonly file: string;
  /** The last one that was valid; `null` before there was one. */
  readonly network: Network | null;
  /** Whether the file says something else now that is no valid model, or cannot be read. */
  readonly problem: string | null;
}

/** As a file of which format a diagram is saved. */
export type DiagramFormat = 'svg' | 'png';

/** Offered by the extension host. */
export interface DiagramHostFunctions {
  /** The view is there and knows nothing: what there is to see follows. */
  open(): Promise<void>;
  /** Shows the call that made a node, and goes there with `focus`. */
  reveal(node: number, focus: boolean): Promise<void>;
  /** Lets the user choose a place and writes there; whether it was saved. */
  save(format: DiagramFormat, content: Uint8Array): Promise<boolean>;
}

/** Offered by the webview. */
export interface DiagramViewFunctions {
  update(update: DiagramUpdate): void;
  /** Nodes that the call at the cursor made. */
  highlight(nodes: readonly number[]): void;
}

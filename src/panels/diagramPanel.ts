/** One network diagram: sends its view the model and the cursor, and shows in the editor what is chosen in the view. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Network } from '../model/network.ts';
import type { DiagramFormat, DiagramHostFunctions, DiagramViewFunctions } from './diagramProtocol.ts';
import { saveFile } from './saveFile.ts';
import { titleTab } from './tabTitles.ts';
import { connectView } from './webviewPanel.ts';

/** A model file as it is being edited. */
export interface FollowedModel extends vscode.Disposable {
  /** The last valid model. */
  readonly network: Network | null;
  /** Why the file is not a valid model now. */
  readonly problem: string | null;
  /** The nodes made by the call at the cursor. */
  readonly atCursor: readonly number[];
  /** Shows the call that made a node, outside of the column `avoid`. */
  reveal(node: number, focus: boolean, avoid: vscode.ViewColumn | undefined): Promise<void>;
}

/** Follows a model file; `changed` is called when the model or the nodes at the cursor change. */
export type FollowModel = (file: string, changed: () => void) => FollowedModel;

export class DiagramPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #file: string;
  readonly #model: FollowedModel;
  readonly #view;
  /** What the view has been sent. */
  #told: { readonly network: Network | null; readonly problem: string | null; readonly nodes: string } | null = null;

  constructor(panel: vscode.WebviewPanel, file: string, follow: FollowModel) {
    this.#panel = panel;
    this.#file = file;
    this.#view = connectView<DiagramViewFunctions, DiagramHostFunctions>(panel.webview, this.#functions());
    this.#model = follow(file, () => this.#tell());
  }

  dispose(): void {
    this.#model.dispose();
    this.#view.$close(new Error('The panel was closed.'));
  }

  #functions(): DiagramHostFunctions {
    return {
      open: async () => {
        this.#told = { network: null, problem: null, nodes: '' };
        this.#tell();
      },
      reveal: (node, focus) => this.#model.reveal(node, focus, this.#panel.viewColumn),
      save: (format, content) => this.#save(format, content),
    };
  }

  #tell(): void {
    const { network, problem, atCursor } = this.#model;
    if (network !== null) {
      titleTab(this.#panel, { title: vscode.l10n.t('Network: {0}', network.name), subject: this.#file });
    }
    if (this.#told === null) return;
    const nodes = atCursor.join();
    const before = this.#told;
    this.#told = { network, problem, nodes };
    if (network !== before.network || problem !== before.problem) {
      void this.#view.update.asEvent({ file: this.#file, network, problem });
    }
    if (nodes !== before.nodes) void this.#view.highlight.asEvent(atCursor);
  }

  #save(format: DiagramFormat, content: Uint8Array): Promise<boolean> {
    const name = `${path.basename(this.#file, '.cnn.ts')}.${format}`;
    const filters =
      format === 'svg' ? { [vscode.l10n.t('SVG image')]: ['svg'] } : { [vscode.l10n.t('PNG image')]: ['png'] };
    const defaultUri = vscode.Uri.file(path.join(path.dirname(this.#file), name));
    return saveFile(content, { defaultUri, filters });
  }
}

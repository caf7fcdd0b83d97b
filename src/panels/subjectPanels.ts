/** All panels of one kind in this window, one per subject; they survive a reload of the window. */
import * as vscode from 'vscode';
import { loadPage, panelOptions } from './webviewPanel.ts';

/** The properties of a kind of panel. */
export interface PanelKind<Subject, Content extends vscode.Disposable> {
  /** As in package.json: `onWebviewPanel:cnnLab.NAME`, the folder of its page in `webview/`. */
  readonly name: string;
  /** Title of a panel that does not know its subject yet. */
  readonly title: string;
  /** Two subjects with the same key share a panel. */
  key(subject: Subject): string;
  /** The subject in a view's stored state; `null` if there is none. */
  restored(state: unknown): Subject | null;
  /** Whether a panel leaves the focus in the editor. */
  readonly preserveFocus: boolean;
  /** Fills a panel; the returned object is disposed together with it. */
  open(panel: vscode.WebviewPanel, subject: Subject): Content;
}

interface Shown<Content> {
  readonly panel: vscode.WebviewPanel;
  readonly key: string;
  readonly content: Content;
}

export class SubjectPanels<Subject, Content extends vscode.Disposable = vscode.Disposable>
  implements vscode.WebviewPanelSerializer, vscode.Disposable
{
  readonly #extension: vscode.Uri;
  readonly #kind: PanelKind<Subject, Content>;
  readonly #shown = new Set<Shown<Content>>();
  readonly #registration: vscode.Disposable;

  /** `extension`: the extension's folder. */
  constructor(extension: vscode.Uri, kind: PanelKind<Subject, Content>) {
    this.#extension = extension;
    this.#kind = kind;
    this.#registration = vscode.window.registerWebviewPanelSerializer(`cnnLab.${kind.name}`, this);
  }

  /** Shows a subject in its existing panel or in a new one beside the editor; returns what fills the panel. */
  show(subject: Subject): Content {
    const { name, title, key, preserveFocus } = this.#kind;
    const found = [...this.#shown].find((shown) => shown.key === key(subject));
    if (found !== undefined) {
      found.panel.reveal(undefined, preserveFocus);
      return found.content;
    }
    const options = panelOptions(this.#extension);
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    return this.#fill(vscode.window.createWebviewPanel(`cnnLab.${name}`, title, place, options), subject);
  }

  /** VS Code restores a panel after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const subject = this.#kind.restored(state);
    if (subject === null) {
      panel.dispose();
      return;
    }
    panel.webview.options = panelOptions(this.#extension);
    this.#fill(panel, subject);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const shown of this.#shown) this.#letGo(shown);
  }

  #fill(panel: vscode.WebviewPanel, subject: Subject): Content {
    const shown = { panel, key: this.#kind.key(subject), content: this.#kind.open(panel, subject) };
    this.#shown.add(shown);
    panel.onDidDispose(() => this.#letGo(shown));
    loadPage(panel.webview, this.#extension, this.#kind.name);
    return shown.content;
  }

  #letGo(shown: Shown<Content>): void {
    if (this.#shown.delete(shown)) shown.content.dispose();
  }
}

/** The string under `key` in a view's stored state; `null` if there is none. */
export function storedText(state: unknown, key: string): string | null {
  if (typeof state !== 'object' || state === null) return null;
  const value = new Map<string, unknown>(Object.entries(state)).get(key);
  return typeof value === 'string' ? value : null;
}

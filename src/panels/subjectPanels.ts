/** All panels of one kind in this window, one for each thing looked at; they survive a reload of the window. */
import * as vscode from 'vscode';
import { loadPage, panelOptions } from './webviewPanel.ts';

/** What all panels of a kind have in common. */
export interface PanelKind<Subject, Content extends vscode.Disposable> {
  /** As in package.json: `onWebviewPanel:cnnLab.NAME`, the folder of its page in `webview/`. */
  readonly name: string;
  /** Of a panel that does not know yet what it shows. */
  readonly title: string;
  /** Two subjects with the same key share a panel. */
  key(subject: Subject): string;
  /** What a view's own state says that it showed; `null` where it says nothing. */
  restored(state: unknown): Subject | null;
  /** Whether a panel leaves the focus in the editor. */
  readonly preserveFocus: boolean;
  /** Fills a panel; what it returns is disposed with it. */
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

  /** `extension`: the extension's own folder. */
  constructor(extension: vscode.Uri, kind: PanelKind<Subject, Content>) {
    this.#extension = extension;
    this.#kind = kind;
    this.#registration = vscode.window.registerWebviewPanelSerializer(`cnnLab.${kind.name}`, this);
  }

  /** Shows a subject, in the panel that it has or in a new one beside the editor; what fills that panel. */
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

/** The text under `key` of a view's stored state; `null` where there is none. */
export function storedText(state: unknown, key: string): string | null {
  if (typeof state !== 'object' || state === null) return null;
  const value = new Map<string, unknown>(Object.entries(state)).get(key);
  return typeof value === 'string' ? value : null;
}

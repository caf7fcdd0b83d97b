/** All activation viewers of this window, one for each run or model; they survive a reload of the window. */
import * as vscode from 'vscode';
import { ViewerPanel, type ViewerServices } from './viewerPanel.ts';
import type { Viewed } from './viewerProtocol.ts';
import { loadPage, panelOptions } from './webviewPanel.ts';

/** As in package.json: `onWebviewPanel:cnnLab.viewer`. */
const viewType = 'cnnLab.viewer';

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly viewer: ViewerPanel;
}

export class ViewerPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #services: ViewerServices;
  readonly #shown = new Set<Shown>();
  readonly #registration: vscode.Disposable;

  /** `extension`: the extension's own folder. */
  constructor(extension: vscode.Uri, services: ViewerServices) {
    this.#extension = extension;
    this.#services = services;
    this.#registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** Shows a run or model, in the panel that it has or in a new one beside the editor. */
  show(viewed: Viewed): void {
    const found = [...this.#shown].find(({ viewer }) => keyOf(viewer.viewed) === keyOf(viewed));
    if (found !== undefined) {
      found.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Activations');
    const options = panelOptions(this.#extension);
    this.#fill(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Beside, options), viewed);
  }

  /** VS Code restores a panel after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const viewed = typeof state === 'object' && state !== null && 'viewed' in state ? state.viewed : null;
    if (!isViewed(viewed)) {
      panel.dispose();
      return;
    }
    panel.webview.options = panelOptions(this.#extension);
    this.#fill(panel, viewed);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const shown of this.#shown) this.#letGo(shown);
  }

  #fill(panel: vscode.WebviewPanel, viewed: Viewed): void {
    const shown = { panel, viewer: new ViewerPanel(panel, viewed, this.#services) };
    this.#shown.add(shown);
    panel.onDidDispose(() => this.#letGo(shown));
    loadPage(panel.webview, this.#extension, 'viewer');
  }

  #letGo(shown: Shown): void {
    if (this.#shown.delete(shown)) shown.viewer.dispose();
  }
}

const keyOf = (viewed: Viewed): string => (viewed.kind === 'run' ? viewed.folder : viewed.file);

function isViewed(value: unknown): value is Viewed {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'run') return 'folder' in value && typeof value.folder === 'string';
  return value.kind === 'model' && 'file' in value && typeof value.file === 'string';
}

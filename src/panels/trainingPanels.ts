/** All training panels of this window, one per run; they survive a reload of the window. */
import * as vscode from 'vscode';
import { storedText } from './subjectPanels.ts';
import { type RunActions, TrainingPanel } from './trainingPanel.ts';
import { loadPage, panelOptions } from './webviewPanel.ts';

/** As in package.json: `onWebviewPanel:cnnLab.training`. */
const viewType = 'cnnLab.training';

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly training: TrainingPanel;
}

export class TrainingPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #actions: RunActions;
  readonly #shown = new Set<Shown>();
  readonly #registration: vscode.Disposable;

  /** `extension`: the extension's folder. */
  constructor(extension: vscode.Uri, actions: RunActions) {
    this.#extension = extension;
    this.#actions = actions;
    this.#registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /**
   * Shows the run of a folder, which may not have started yet, beside the editor, which keeps the focus. If the panel
   * of an earlier, finished run of `modelFile` is open, it switches to this one.
   */
  show(folder: string, modelFile: string): void {
    const shown = [...this.#shown];
    const same = shown.find(({ training }) => training.folder === folder);
    const earlier = shown.find(({ training }) => !training.isActive && training.modelFile === modelFile);
    const found = same ?? earlier;
    if (found === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const title = vscode.l10n.t('Training');
      const panel = vscode.window.createWebviewPanel(viewType, title, place, panelOptions(this.#extension));
      this.#fill(panel, folder, modelFile);
      return;
    }
    if (same === undefined) {
      this.#letGo(found);
      this.#fill(found.panel, folder, modelFile);
    }
    found.panel.reveal(undefined, true);
  }

  /** A run's state has changed: updates its panel. */
  refresh(folder: string): void {
    for (const training of this.#of(folder)) {
      training.refresh();
    }
  }

  /** The trainer of a run has ended without a trace in the run folder: its panel says why. */
  end(folder: string, message: string): void {
    for (const training of this.#of(folder)) {
      training.end(message);
    }
  }

  /** A run will not start: a panel that waits for it says why. */
  giveUp(folder: string, message: string): void {
    for (const training of this.#of(folder)) {
      if (!training.hasBegun) {
        training.end(message);
      }
    }
  }

  /** VS Code restores a panel after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const folder = storedText(state, 'run');
    if (folder === null) {
      panel.dispose();
      return;
    }
    panel.webview.options = panelOptions(this.#extension);
    this.#fill(panel, folder, null);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const shown of this.#shown) {
      this.#letGo(shown);
    }
  }

  #of(folder: string): TrainingPanel[] {
    return [...this.#shown].map(({ training }) => training).filter((training) => training.folder === folder);
  }

  #fill(panel: vscode.WebviewPanel, folder: string, modelFile: string | null): void {
    const shown = { panel, training: new TrainingPanel(panel, folder, this.#actions, modelFile) };
    this.#shown.add(shown);
    panel.onDidDispose(() => this.#letGo(shown));
    loadPage(panel.webview, this.#extension, 'training');
  }

  #letGo(shown: Shown): void {
    if (this.#shown.delete(shown)) {
      shown.training.dispose();
    }
  }
}

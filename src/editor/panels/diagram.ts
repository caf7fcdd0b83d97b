/** Models as followed by the network diagram: the last valid one, the cursor, and the way back to the call. */
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import type { Network, networkOf } from '../../model/network.ts';
import type { SourceRange } from '../../sandbox/analysis.ts';
import type { Analyses } from '../analysis/analyses.ts';
import type { ModelView } from '../analysis/modelView.ts';
import { layerSites, siteNear } from '../analysis/sites.ts';
import { modelDocument, toRange } from '../documents.ts';

/** *CNN: Open network diagram*. `show` takes the path of a model file. */
export function registerDiagram(show: (file: string) => void): vscode.Disposable {
  return vscode.commands.registerCommand('cnnLab.openDiagram', async (subject?: vscode.Uri) => {
    const document = await modelDocument(subject);
    if (document) show(document.fileName);
  });
}

/** Milliseconds after an analysis: laying out a diagram takes time, and the hints in the code come first. */
const afterHints = 30;

/** Follows a model file, open in an editor or not; `changed` is called at every change. */
export class NetworkOfFile implements vscode.Disposable {
  network: Network | null = null;
  problem: string | null = null;
  atCursor: readonly number[] = [];
  readonly #file: string;
  #changed: () => void;
  readonly #subscriptions: vscode.Disposable;
  #view: ModelView | null = null;
  #written = '';
  /** Loaded with the first diagram, since it brings the rules of every layer along. */
  #networkOf: typeof networkOf | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(analyses: Analyses, file: string, changed: () => void) {
    this.#file = file;
    this.#changed = changed;
    this.#subscriptions = vscode.Disposable.from(
      analyses.onDidChange((view) => {
        if (view.file !== this.#file) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#hear(view), afterHints);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#look(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#look(editor)),
    );
    void this.#read(analyses);
  }

  /** A read that is still pending then reports to nobody. */
  dispose(): void {
    this.#subscriptions.dispose();
    clearTimeout(this.#timer);
    this.#changed = () => undefined;
  }

  async reveal(node: number, focus: boolean, avoid: vscode.ViewColumn | undefined): Promise<void> {
    const place = this.#placeOf(node);
    if (!place) return;
    const open = vscode.window.visibleTextEditors.find(({ document }) => document.fileName === place.file);
    const other = avoid === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
      viewColumn: open?.viewColumn ?? other,
      selection: toRange(place),
      preserveFocus: !focus,
    });
  }

  /** Opens a file that is in no editor, without showing it. */
  async #read(analyses: Analyses): Promise<void> {
    try {
      this.#networkOf = (await import('../../model/network.ts')).networkOf;
      const view = await analyses.newest(await vscode.workspace.openTextDocument(this.#file));
      if (view) this.#hear(view);
    } catch (error) {
      const reason = messageOf(error);
      this.problem = vscode.l10n.t('{0} cannot be read: {1}', this.#file, reason);
      this.#changed();
    }
  }

  #hear(view: ModelView): void {
    if (!view.analysed || this.#networkOf === null) return;
    this.#view = view;
    if (view.spec) {
      const network = this.#networkOf(view.spec);
      // Most edits change training options, names or spaces, not the graph.
      const written = JSON.stringify(network);
      if (written !== this.#written) this.network = network;
      this.#written = written;
    }
    this.problem = view.spec ? null : problemOf(view);
    this.#look(vscode.window.activeTextEditor);
    this.#changed();
  }

  #look(editor: vscode.TextEditor | undefined): void {
    const view = this.#view;
    // While a diagram has the focus, the editor's selection stays.
    if (!view?.wholeReport || !editor || !view.files.includes(editor.document.fileName)) return;
    const sites = layerSites(view.wholeReport.nodes, editor.document.fileName);
    const { line, character } = editor.selection.active;
    const nodes = siteNear(sites, line + 1, character + 1)?.nodes ?? [];
    // The diagram may show an earlier text than the one the cursor is in.
    this.atCursor = nodes.filter(({ node, name }) => this.network?.nodes[node]?.name === name).map(({ node }) => node);
    this.#changed();
  }

  #placeOf(node: number): SourceRange | null {
    if (node === 0) return this.#view?.modelRange ?? null;
    return this.#view?.wholeReport?.nodes.find((one) => one.node === node)?.range ?? null;
  }
}

function problemOf({ file, diagnostics }: ModelView): string {
  const name = path.basename(file);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return error
    ? vscode.l10n.t('{0}, line {1}: {2}', path.basename(error.range.file), error.range.line, error.message)
    : vscode.l10n.t('{0} has no valid model.', name);
}

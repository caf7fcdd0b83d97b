/** Commands that go from a layer to those that feed it and those that it feeds. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import { siteNear } from '../analysis/sites.ts';
import { modelDocument, toRange } from '../documents.ts';
import { type Direction, neighbours } from './neighbours.ts';

export function registerGoToLayer(analyses: Analyses): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.goToSource', () => goTo(analyses, 'source')),
    vscode.commands.registerCommand('cnnLab.goToTarget', () => goTo(analyses, 'target')),
  );
}

async function goTo(analyses: Analyses, direction: Direction): Promise<void> {
  const document = await modelDocument();
  const editor = vscode.window.activeTextEditor;
  if (!document || editor?.document !== document) return;
  const view = await analyses.view(document);
  const { line, character } = editor.selection.active;
  const site = view && siteNear(view.sites, line + 1, character + 1);
  if (!site) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a layer first.'));
    return;
  }
  const found = neighbours(view.reportOf(site)?.nodes ?? [], site.nodes, direction);
  if (found.length === 0) {
    const none =
      direction === 'source'
        ? vscode.l10n.t('The images of the model feed this layer.')
        : vscode.l10n.t("This layer produces the model's output.");
    vscode.window.setStatusBarMessage(none, 5000);
    return;
  }
  const places = found.map(({ range }) => new vscode.Location(vscode.Uri.file(range.file), toRange(range)));
  // A single layer is gone to directly; several are offered in a peek view.
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    document.uri,
    editor.selection.active,
    places.map(({ uri, range }) => new vscode.Location(uri, range.start)),
    'peek',
  );
}

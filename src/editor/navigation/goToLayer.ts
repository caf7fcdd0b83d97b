/** Commands that go from a layer to those that feed it and those that it feeds. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import { modelEditor } from '../analysis/modelEditor.ts';
import { siteNear } from '../analysis/sites.ts';
import { toRange } from '../documents.ts';
import { callOf, type Direction, neighbours } from './neighbours.ts';

export function registerGoToLayer(analyses: Analyses): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.goToSource', () => goTo(analyses, 'source')),
    vscode.commands.registerCommand('cnnLab.goToTarget', () => goTo(analyses, 'target')),
  );
}

async function goTo(analyses: Analyses, direction: Direction): Promise<void> {
  const subject = await modelEditor(analyses);
  if (!subject) return;
  const { document, selection } = subject.editor;
  const { line, character } = selection.active;
  const here = subject.views.flatMap((view) => {
    const site = siteNear(view.sitesIn(document.fileName), line + 1, character + 1);
    return site ? [{ view, site }] : [];
  });
  if (here.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a layer first.'));
    return;
  }
  const all = here.flatMap(({ view, site }) => neighbours(view.reportOf(site)?.nodes ?? [], site.nodes, direction));
  // Models that share a file share calls.
  const found = [...new Map(all.map((node) => [callOf(node), node])).values()];
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
    selection.active,
    places.map(({ uri, range }) => new vscode.Location(uri, range.start)),
    'peek',
  );
}

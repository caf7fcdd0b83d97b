/** Renames layers whose `name` is a string literal. TypeScript renames identifiers. */
import * as vscode from 'vscode';
import { isLayerName } from '../../model/layerName.ts';
import type { Analyses } from '../analysis/analyses.ts';
import type { ModelView } from '../analysis/modelView.ts';
import { stringAt } from '../analysis/scan.ts';
import { modelFiles } from '../documents.ts';

export function registerRename(analyses: Analyses): vscode.Disposable {
  const find = async (document: vscode.TextDocument, position: vscode.Position) => {
    const view = await analyses.view(document);
    const literal = stringAt(document.getText(), document.offsetAt(position));
    if (!view || !literal || !layerNames(view).includes(literal.text)) return null;
    const start = document.positionAt(literal.start);
    return { view, name: literal.text, range: new vscode.Range(start, start.translate(0, literal.text.length)) };
  };
  return vscode.languages.registerRenameProvider(modelFiles, {
    // Returning nothing, rather than an error, leaves everything else to TypeScript.
    async prepareRename(document, position) {
      const found = await find(document, position);
      return found && { range: found.range, placeholder: found.name };
    },
    async provideRenameEdits(document, position, newName) {
      const found = await find(document, position);
      if (!found) return null;
      if (!isLayerName(newName)) {
        throw new Error(
          vscode.l10n.t(
            'A layer name consists of letters, digits and _, and does not start with a digit; this is {0}.',
            newName,
          ),
        );
      }
      if (newName !== found.name && layerNames(found.view).includes(newName)) {
        throw new Error(vscode.l10n.t('There is another layer named {0}.', newName));
      }
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, found.range, newName);
      return edit;
    },
  });
}

const layerNames = (view: ModelView): readonly string[] => view.report?.nodes.map(({ name }) => name) ?? [];

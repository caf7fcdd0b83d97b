/** The editor in front as part of a model: a model file, or a file that open models import. */
import path from 'node:path';
import * as vscode from 'vscode';
import { modelDocument } from '../documents.ts';
import type { Analyses } from './analyses.ts';
import type { ModelView } from './modelView.ts';

export interface ModelEditor {
  readonly editor: vscode.TextEditor;
  /** At least one. */
  readonly views: readonly ModelView[];
}

/** Says what to do where the editor in front is of no model. */
export async function modelEditor(analyses: Analyses): Promise<ModelEditor | null> {
  const editor = vscode.window.activeTextEditor;
  const views = editor ? await analyses.modelsOf(editor.document) : [];
  if (editor && views.length > 0) return { editor, views };
  await modelDocument();
  return null;
}

/** A model's own document; the user's choice where several import the file in front. */
export async function chooseModel({ views }: ModelEditor): Promise<vscode.TextDocument | undefined> {
  const items = views.map(({ file }) => ({
    label: path.basename(file),
    description: vscode.workspace.asRelativePath(path.dirname(file)),
    file,
  }));
  const placeHolder = vscode.l10n.t('The model to look at');
  const chosen = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder }) : items[0];
  return chosen && vscode.workspace.openTextDocument(chosen.file);
}

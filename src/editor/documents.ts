/** Model files among VS Code's documents, and their ranges in VS Code's terms (from 0 instead of from 1). */
import path from 'node:path';
import * as vscode from 'vscode';
import type { SourceRange } from '../sandbox/analysis.ts';

/** The selector for language features; the language of a model file is plain TypeScript. */
export const modelFiles: vscode.DocumentFilter = { scheme: 'file', language: 'typescript', pattern: '**/*.cnn.ts' };

export function isModelFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(modelFiles, document) > 0;
}

/** The model file named, else the one in front; says what to do where that is none. */
export async function modelDocument(subject?: vscode.Uri | string): Promise<vscode.TextDocument | null> {
  const document =
    subject instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(subject)
      : vscode.window.activeTextEditor?.document;
  if (document && isModelFile(document)) return document;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Open a model file first: one whose name ends in .cnn.ts, saved on this disk.'),
  );
  return null;
}

/**
 * Saves the model file and its imports, since other processes read them from disk, as VS Code does before running
 * anything. Returns the names of those that could not be saved.
 */
export async function saveAll(files: readonly string[]): Promise<string[]> {
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && files.includes(document.fileName),
  );
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return unsaved.filter((_, index) => !saved[index]).map(({ fileName }) => path.basename(fileName));
}

export function toRange(range: SourceRange): vscode.Range {
  return new vscode.Range(range.line - 1, range.column - 1, range.endLine - 1, range.endColumn - 1);
}

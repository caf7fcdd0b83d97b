/** Model files among VS Code's documents, and their places in VS Code's terms (from 0 instead of from 1). */
import * as vscode from 'vscode';
import type { SourceRange } from '../sandbox/analysis.ts';
import type { TextEdit } from './edits.ts';

/** What language features are registered for; the language of a model file is plain TypeScript. */
export const modelFiles: vscode.DocumentFilter = { scheme: 'file', language: 'typescript', pattern: '**/*.cnn.ts' };

export function isModelFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(modelFiles, document) > 0;
}

export function toRange(range: SourceRange): vscode.Range {
  return new vscode.Range(range.line - 1, range.column - 1, range.endLine - 1, range.endColumn - 1);
}

export function toEdit({ range, text }: vscode.TextDocumentContentChangeEvent): TextEdit {
  return {
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    text,
  };
}

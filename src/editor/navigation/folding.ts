/** Folding of blocks of layers. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import { bracketPairs } from '../analysis/scan.ts';
import { modelFiles } from '../documents.ts';
import { foldedBlocks } from './foldedBlocks.ts';

export function registerFolding(analyses: Analyses): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.FoldingRangeProvider = {
    onDidChangeFoldingRanges: changed.event,
    async provideFoldingRanges(document) {
      const view = await analyses.view(document);
      const blocks = foldedBlocks(view?.sites ?? []).map(
        ({ start, end }) => new vscode.FoldingRange(start - 1, end - 1),
      );
      // In Restricted Mode TypeScript provides no folding, and indentation-based folding stops once another provider
      // answers.
      return vscode.workspace.isTrusted ? blocks : [...blocks, ...brackets(document)];
    },
  };
  return vscode.Disposable.from(
    changed,
    analyses.onDidChange(() => changed.fire()),
    vscode.languages.registerFoldingRangeProvider(modelFiles, provider),
  );
}

function brackets(document: vscode.TextDocument): vscode.FoldingRange[] {
  return bracketPairs(document.getText()).flatMap(([open, close]) => {
    const [start, end] = [document.positionAt(open).line, document.positionAt(close).line - 1];
    return end > start ? [new vscode.FoldingRange(start, end)] : [];
  });
}

/** The network in the Outline view and in the breadcrumbs: blocks and layers with their sizes. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import { modelFiles, toRange } from '../documents.ts';
import { settings } from '../settings.ts';
import { type OutlineItem, outline } from './outline.ts';

const kinds: Record<OutlineItem['kind'], vscode.SymbolKind> = {
  model: vscode.SymbolKind.Class,
  block: vscode.SymbolKind.Module,
  weights: vscode.SymbolKind.Function,
  layer: vscode.SymbolKind.Operator,
};

export function registerDocumentSymbols(analyses: Analyses): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    modelFiles,
    {
      async provideDocumentSymbols(document) {
        // VS Code asks once for each text, so the answer must be complete.
        const view = await analyses.newest(document);
        if (!view?.report) return [];
        const text = (range: OutlineItem['range']) => document.getText(toRange(range));
        return outline(view, { order: settings.shapeOrder(), text }).map(toSymbol);
      },
    },
    { label: 'CNN Lab' },
  );
}

function toSymbol({ kind, name, detail, range, children }: OutlineItem): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], toRange(range), toRange(range));
  symbol.children = children.map(toSymbol);
  return symbol;
}

/** Problems of a model, at the exact argument, with their remedies as quick fixes. */
import * as vscode from 'vscode';
import type { Diagnostic, Fix, Severity } from '../sandbox/analysis.ts';
import type { Analyses } from './analyses.ts';
import { modelFiles, toRange } from './documents.ts';
import type { ModelView } from './modelView.ts';

const source = 'CNN Lab';

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export function registerDiagnostics(analyses: Analyses): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('cnn-lab');
  /** By model file; a file that two models import shows the problems of both. */
  const problems = new Map<string, readonly Diagnostic[]>();

  const show = (model: string, diagnostics: readonly Diagnostic[]) => {
    const files = new Set([...(problems.get(model) ?? []), ...diagnostics].map(({ range }) => range.file));
    problems.set(model, diagnostics);
    for (const file of files) {
      const found = [...problems.values()].flat().filter(({ range }) => range.file === file);
      collection.set(vscode.Uri.file(file), distinct(found).map(toDiagnostic));
    }
  };

  return vscode.Disposable.from(
    collection,
    analyses.onDidChange((view) => show(view.file, view.diagnostics)),
    analyses.onDidClose((view) => {
      show(view.file, []);
      problems.delete(view.file);
    }),
    vscode.languages.registerCodeActionsProvider(
      modelFiles,
      {
        async provideCodeActions(document, range) {
          const view = await analyses.view(document);
          return view ? quickFixes(view, document, range) : [];
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

function quickFixes(view: ModelView, document: vscode.TextDocument, at: vscode.Range): vscode.CodeAction[] {
  const here = view.diagnostics.filter(
    ({ range }) => range.file === document.fileName && toRange(range).intersection(at) !== undefined,
  );
  return here.flatMap((diagnostic) =>
    diagnostic.fixes.map((fix, index) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [toDiagnostic(diagnostic)];
      action.edit = toWorkspaceEdit(fix);
      action.isPreferred = index === 0;
      return action;
    }),
  );
}

function toDiagnostic({ range, message, severity, code }: Diagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = code;
  return diagnostic;
}

function toWorkspaceEdit({ edits }: Fix): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) result.replace(vscode.Uri.file(range.file), toRange(range), newText);
  return result;
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

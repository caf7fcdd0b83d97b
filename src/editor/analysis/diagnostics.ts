/** The problems of models as diagnostics at the exact argument, with their remedies as quick fixes. */
import * as vscode from 'vscode';
import { pageOfDiagnostic } from '../../model/lessons/index.ts';
import type { Diagnostic, Fix, Severity } from '../../sandbox/analysis.ts';
import { docsUri, openDocs } from '../docs.ts';
import { modelFiles, toRange } from '../documents.ts';
import { onSettingChange, settings } from '../settings.ts';
import type { Analyses } from './analyses.ts';
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

  /** Errors are always shown: they say why the model cannot be trained. */
  const isShown = ({ severity, code }: Diagnostic) =>
    severity === 'error' || !settings.silencedProblems().includes(code);

  const show = (model: string, diagnostics: readonly Diagnostic[]) => {
    const files = new Set([...(problems.get(model) ?? []), ...diagnostics].map(({ range }) => range.file));
    problems.set(model, diagnostics);
    for (const file of files) {
      const found = [...problems.values()].flat().filter(({ range }) => range.file === file);
      collection.set(vscode.Uri.file(file), distinct(found.filter(isShown)).map(toDiagnostic));
    }
  };

  return vscode.Disposable.from(
    collection,
    analyses.onDidChange((view) => show(view.file, view.diagnostics)),
    onSettingChange(['silencedProblems'], () => {
      for (const [model, diagnostics] of problems) show(model, diagnostics);
    }),
    analyses.onDidClose((view) => {
      show(view.file, []);
      problems.delete(view.file);
    }),
    vscode.languages.registerCodeActionsProvider(
      modelFiles,
      {
        async provideCodeActions(document, range) {
          const view = await analyses.view(document);
          if (!view) return [];
          const found = diagnosticsAt(view, document, range);
          return [...quickFixes(found), ...found.map(explanation), ...silences(found, document)];
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

const diagnosticsAt = (view: ModelView, document: vscode.TextDocument, at: vscode.Range): readonly Diagnostic[] =>
  view.diagnostics.filter(
    ({ range }) => range.file === document.fileName && toRange(range).intersection(at) !== undefined,
  );

function quickFixes(found: readonly Diagnostic[]): vscode.CodeAction[] {
  return found.flatMap((diagnostic) =>
    diagnostic.fixes.map((fix, index) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [toDiagnostic(diagnostic)];
      action.edit = toWorkspaceEdit(fix);
      action.isPreferred = index === 0;
      return action;
    }),
  );
}

/** An action that opens the page of a problem, for the keyboard. */
function explanation(diagnostic: Diagnostic): vscode.CodeAction {
  const { code } = diagnostic;
  const action = new vscode.CodeAction(vscode.l10n.t('Explain {0}', code), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [toDiagnostic(diagnostic)];
  action.command = { command: openDocs, title: action.title, arguments: [pageOfDiagnostic(code)] };
  return action;
}

/** Comments that silence warnings and notes; see sandbox/silence.ts. */
function silences(found: readonly Diagnostic[], document: vscode.TextDocument): vscode.CodeAction[] {
  return found
    .filter(({ severity }) => severity !== 'error')
    .flatMap((diagnostic) => {
      const { code, range } = diagnostic;
      const line = document.lineAt(range.line - 1);
      const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
      const comment = (title: string, place: vscode.Position, text: string) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [toDiagnostic(diagnostic)];
        action.edit = new vscode.WorkspaceEdit();
        action.edit.insert(document.uri, place, text);
        return action;
      };
      return [
        comment(
          vscode.l10n.t('Silence {0} for this line', code),
          line.range.start,
          `${indent}// cnn-lab-disable-next-line ${code}\n`,
        ),
        comment(
          vscode.l10n.t('Silence {0} in this file', code),
          new vscode.Position(0, 0),
          `// cnn-lab-disable ${code}\n`,
        ),
      ];
    });
}

function toDiagnostic({ range, message, severity, code }: Diagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = { value: code, target: docsUri(pageOfDiagnostic(code)) };
  return diagnostic;
}

export function toWorkspaceEdit({ edits }: Fix): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) result.replace(vscode.Uri.file(range.file), toRange(range), newText);
  return result;
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

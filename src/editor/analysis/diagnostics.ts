/** The problems of models as diagnostics at the exact argument, with their remedies as quick fixes. */
import path from 'node:path';
import * as vscode from 'vscode';
import { pageOfDiagnostic } from '../../model/lessons/index.ts';
import type { Diagnostic, Fix, Severity, SourceRange } from '../../sandbox/analysis.ts';
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
  /** By model file, with the files that show its problems; a file that two models import shows those of both. */
  const shown = new Map<string, { readonly view: ModelView; readonly files: ReadonlySet<string> }>();

  const show = (view: ModelView) => {
    const files = new Set(problemsOf(view).map(({ range }) => range.file));
    const before = shown.get(view.file)?.files ?? [];
    shown.set(view.file, { view, files });
    for (const file of new Set([...before, ...files])) publish(file);
  };
  const publish = (file: string) => {
    const problems = problemsIn(
      file,
      Array.from(shown.values(), ({ view }) => view),
    );
    collection.set(vscode.Uri.file(file), problems.map(toDiagnostic));
    helpers.offer(file, problems.length > 0);
  };
  const helpers = new HelperActions({
    async provideCodeActions(document, range) {
      return actions(problemsIn(document.fileName, await analyses.readersOf(document.fileName)), document, range);
    },
  });

  return vscode.Disposable.from(
    collection,
    helpers,
    analyses.onDidChange(show),
    onSettingChange(['silencedProblems'], () => {
      for (const { view } of shown.values()) show(view);
    }),
    analyses.onDidClose(({ file }) => {
      const files = shown.get(file)?.files ?? [];
      shown.delete(file);
      for (const each of files) publish(each);
    }),
    vscode.languages.registerCodeActionsProvider(
      modelFiles,
      {
        async provideCodeActions(document, range) {
          const view = await analyses.view(document);
          return view ? actions(problemsIn(document.fileName, [view]), document, range) : [];
        },
      },
      quickFix,
    ),
  );
}

/** Errors are always shown: they say why the model cannot be trained. */
const isShown = ({ severity, code }: Diagnostic) => severity === 'error' || !settings.silencedProblems().includes(code);

/**
 * The problems of a model. An error in another file is shown at the call or the import that leads there, too, or the
 * model file would look right and have no sizes.
 */
function problemsOf({ file, diagnostics }: ModelView): readonly Problem[] {
  return diagnostics.filter(isShown).flatMap((problem): Problem[] => {
    const { range, severity } = problem;
    const way = wayTo(problem, file);
    if (!way) return [{ ...problem, related: [] }];
    const there = { ...problem, related: [way] };
    if (severity !== 'error') return [there];
    const message = vscode.l10n.t('{0}, line {1}: {2}', path.basename(range.file), range.line, problem.message);
    const here = { range, message: vscode.l10n.t('The error is here') };
    return [there, { ...problem, range: way.range, message, related: [here] }];
  });
}

/** The place in the model file that leads to a problem of another file. */
function wayTo({ range, callers = [], importedAt }: Diagnostic, file: string): RelatedPlace | null {
  if (range.file === file) return null;
  const call = callers.find((place) => place.file === file);
  if (call) return { range: call, message: vscode.l10n.t('Called here') };
  return importedAt ? { range: importedAt, message: vscode.l10n.t('Imported here') } : null;
}

const problemsIn = (file: string, views: readonly ModelView[]): readonly Problem[] =>
  saidOnce(views.flatMap(problemsOf).filter(({ range }) => range.file === file));

interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: string;
}

/** A diagnostic as it is shown. */
interface Problem extends Diagnostic {
  /** Other places that it has to do with. */
  readonly related: readonly RelatedPlace[];
}

const quickFix = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

/** Actions in files that models import. Nobody is asked about a TypeScript file in which there is no problem of ours. */
class HelperActions implements vscode.Disposable {
  readonly #provider: vscode.CodeActionProvider;
  readonly #registered = new Map<string, vscode.Disposable>();

  constructor(provider: vscode.CodeActionProvider) {
    this.#provider = provider;
  }

  offer(file: string, hasProblems: boolean): void {
    const registered = this.#registered.get(file);
    if (hasProblems && !registered && !file.endsWith('.cnn.ts')) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
      const selector = { scheme: 'file', language: 'typescript', pattern };
      this.#registered.set(file, vscode.languages.registerCodeActionsProvider(selector, this.#provider, quickFix));
    } else if (!hasProblems && registered) {
      registered.dispose();
      this.#registered.delete(file);
    }
  }

  dispose(): void {
    for (const registered of this.#registered.values()) registered.dispose();
  }
}

function actions(problems: readonly Problem[], document: vscode.TextDocument, at: vscode.Range): vscode.CodeAction[] {
  const found = problems.filter(({ range }) => toRange(range).intersection(at) !== undefined);
  return [...quickFixes(found), ...found.map(explanation), ...silences(found, document)];
}

function quickFixes(found: readonly Problem[]): vscode.CodeAction[] {
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
function explanation(diagnostic: Problem): vscode.CodeAction {
  const { code } = diagnostic;
  const action = new vscode.CodeAction(vscode.l10n.t('Explain {0}', code), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [toDiagnostic(diagnostic)];
  action.command = { command: openDocs, title: action.title, arguments: [pageOfDiagnostic(code)] };
  return action;
}

/** Comments that silence warnings and notes; see sandbox/silence.ts. */
function silences(found: readonly Problem[], document: vscode.TextDocument): vscode.CodeAction[] {
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

function toDiagnostic({ range, message, severity, code, related }: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = { value: code, target: docsUri(pageOfDiagnostic(code)) };
  diagnostic.relatedInformation = related.map(({ range, message }) => {
    const place = new vscode.Location(vscode.Uri.file(range.file), toRange(range));
    return new vscode.DiagnosticRelatedInformation(place, message);
  });
  return diagnostic;
}

export function toWorkspaceEdit({ edits }: Fix): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) result.replace(vscode.Uri.file(range.file), toRange(range), newText);
  return result;
}

/** What several models say of a file that all of them import, with the way there from each. */
function saidOnce(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.range, problem.code, problem.message]);
    const known = found.get(key);
    found.set(key, known ? { ...known, related: [...known.related, ...problem.related] } : problem);
  }
  return [...found.values()];
}

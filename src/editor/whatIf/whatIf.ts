/**
 * What if a number were different: its hover compares a few values, and *CNN: What if…* previews any value while it is
 * typed, with totals and sizes in the list, and hints and problems in the editor as if it were in the text. Nothing is
 * written before it is accepted.
 */
import * as vscode from 'vscode';
import type { Analysis, Diagnostic, LocatedNode, SourceRange } from '../../sandbox/analysis.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { shiftRange, type TextEdit } from '../analysis/edits.ts';
import { chooseModel, modelEditor } from '../analysis/modelEditor.ts';
import { siteAt } from '../analysis/sites.ts';
import { modelFiles } from '../documents.ts';
import { settings } from '../settings.ts';
import { neighbours, numberAt } from './numbers.ts';
import { whatIfLines, whatIfTable } from './text.ts';

export function registerWhatIf(analyses: Analyses): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.whatIf', (line: unknown, character: unknown) => {
      const isPlace = typeof line === 'number' && typeof character === 'number';
      return whatIf(analyses, isPlace ? new vscode.Position(line, character) : null);
    }),
    vscode.languages.registerHoverProvider(modelFiles, {
      provideHover: (document, position, token) => numberHover(analyses, document, position, token),
    }),
  );
}

/** The selection, else the number at the cursor. */
function subjectAt(document: vscode.TextDocument, selection: vscode.Range): vscode.Range | null {
  if (!selection.isEmpty && selection.isSingleLine) return selection;
  const { line, character } = selection.start;
  const number = numberAt(document.lineAt(line).text, character);
  return number && new vscode.Range(line, number.start, line, number.end);
}

function textWith(document: vscode.TextDocument, range: vscode.Range, text: string): Record<string, string> {
  const whole = document.getText();
  const changed = whole.slice(0, document.offsetAt(range.start)) + text + whole.slice(document.offsetAt(range.end));
  return { [document.fileName]: changed };
}

/** `at` stands for the cursor, as when a hover asks. */
async function whatIf(analyses: Analyses, at: vscode.Position | null): Promise<void> {
  const subject = await modelEditor(analyses);
  if (!subject) return;
  const { document, selection } = subject.editor;
  const range = subjectAt(document, at ? new vscode.Range(at, at) : selection);
  if (!range) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a number in the model, or select one.'));
    return;
  }
  const written = document.getText(range);
  const { version } = document;
  const model = await chooseModel(subject);
  if (!model) return;
  const now = await analyses.ask(model, { name: 'what if' });
  const picker = vscode.window.createQuickPick();
  picker.title = vscode.l10n.t('What if {0} in line {1} were…', written, range.start.line + 1);
  picker.placeholder = vscode.l10n.t('Another value; Enter applies it, Escape cancels');
  picker.value = written;
  picker.matchOnDescription = false;

  let open = true;
  const show = async () => {
    const { value } = picker;
    const then =
      value.trim() === '' ? now : await analyses.ask(model, { name: 'what if' }, textWith(document, range, value));
    // What is under way would be shown in place of it.
    await analyses.newest(model);
    if (!open || picker.value !== value || document.version !== version) return;
    const lines = whatIfLines(now, then, settings.shapeOrder());
    picker.items = lines.map(({ icon, label, description }) => ({
      label: `$(${icon}) ${label}`,
      description,
      alwaysShow: true,
    }));
    analyses.preview(model, movedBack(then, document.fileName, range, value, written));
  };
  picker.onDidChangeValue(() => void show());
  const accepted = new Promise<string | null>((resolve) => {
    picker.onDidAccept(() => resolve(picker.value));
    picker.onDidHide(() => resolve(null));
  }).finally(() => {
    open = false;
  });
  picker.show();
  await show();
  const value = await accepted;
  picker.dispose();
  if (value !== null && value.trim() !== '' && value !== written && document.version === version) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, value);
    await vscode.workspace.applyEdit(edit);
  } else {
    analyses.again(model.fileName);
  }
}

/** Analyses the changed text, with positions translated back to the current text. */
function movedBack(analysis: Analysis, file: string, range: vscode.Range, value: string, written: string): Analysis {
  const { line, character } = range.start;
  const edit: TextEdit = {
    line: line + 1,
    column: character + 1,
    endLine: line + 1,
    endColumn: character + 1 + value.length,
    text: written,
  };
  const back = (place: SourceRange): SourceRange | null => (place.file === file ? shiftRange(place, edit) : place);
  const nodes = (analysis.report?.nodes ?? []).flatMap((node): LocatedNode[] => {
    const place = back(node.range);
    return place ? [{ ...node, range: place, callers: node.callers.flatMap((caller) => back(caller) ?? []) }] : [];
  });
  return {
    ...analysis,
    report: analysis.report && { ...analysis.report, nodes },
    modelRange: analysis.modelRange && back(analysis.modelRange),
    // Problems at the new value are shown at the number.
    diagnostics: analysis.diagnostics.map(
      (diagnostic): Diagnostic => ({
        ...diagnostic,
        range: back(diagnostic.range) ?? toSource(file, range),
        fixes: [],
      }),
    ),
  };
}

const toSource = (file: string, { start, end }: vscode.Range): SourceRange => ({
  file,
  line: start.line + 1,
  column: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

/** A number in a layer's call, with what nearby values would make of the model. */
async function numberHover(
  analyses: Analyses,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const number = numberAt(document.lineAt(position.line).text, position.character);
  const others = number ? neighbours(number.text) : [];
  const view = number && others.length > 0 ? await analyses.view(document) : undefined;
  const site = view && siteAt(view.sites, position.line + 1, position.character + 1);
  if (!number || !view?.spec || !view.report || !site) return undefined;
  const range = new vscode.Range(position.line, number.start, position.line, number.end);
  const supposed: { text: string; facts: Analysis }[] = [];
  for (const text of others) {
    if (token.isCancellationRequested) return undefined;
    const name = `what if ${text}`;
    supposed.push({ text, facts: await analyses.ask(document, { name }, textWith(document, range, text)) });
  }
  const now = { text: number.text, facts: view };
  const table = whatIfTable(now, supposed, site.nodes[0], settings.shapeOrder());
  const link = `[${vscode.l10n.t('What if…')}](command:cnnLab.whatIf?${encodeURIComponent(JSON.stringify([position.line, number.start]))})`;
  const content = new vscode.MarkdownString(`${table}\n\n${link}`);
  content.isTrusted = { enabledCommands: ['cnnLab.whatIf'] };
  return new vscode.Hover(content, range);
}

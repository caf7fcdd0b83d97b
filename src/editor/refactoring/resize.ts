/** Refactorings of a convolution or pooling call that give its output a wanted size. */
import * as vscode from 'vscode';
import type { Size2d } from '../../model/spec.ts';
import type { Rewrite } from '../../sandbox/analysis.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { toWorkspaceEdit } from '../analysis/diagnostics.ts';
import { chooseModel, modelEditor } from '../analysis/modelEditor.ts';
import { modelFiles } from '../documents.ts';

export function registerResize(analyses: Analyses): vscode.Disposable {
  const kind = vscode.CodeActionKind.RefactorRewrite;
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.resize', () => resize(analyses)),
    vscode.languages.registerCodeActionsProvider(
      modelFiles,
      {
        // Only on request: a light bulb beside every layer would mean nothing.
        async provideCodeActions(document, range, { triggerKind, only }) {
          if (triggerKind !== vscode.CodeActionTriggerKind.Invoke || (only && !only.intersects(kind))) return [];
          const rewrites = await rewritesAt(analyses, document, { document, position: range.start, size: null });
          const actions = rewrites.map((rewrite) => {
            const action = new vscode.CodeAction(rewrite.title, kind);
            action.edit = toWorkspaceEdit(rewrite);
            return action;
          });
          if (rewrites.length === 0) return [];
          const other = new vscode.CodeAction(vscode.l10n.t('Choose an output size…'), kind);
          other.command = { command: 'cnnLab.resize', title: other.title };
          return [...actions, other];
        },
      },
      { providedCodeActionKinds: [kind] },
    ),
  );
}

interface Wish {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  readonly size: Size2d | null;
}

async function rewritesAt(
  analyses: Analyses,
  model: vscode.TextDocument,
  { document, position, size }: Wish,
): Promise<readonly Rewrite[]> {
  const resize = { file: document.fileName, line: position.line + 1, column: position.character + 1, size };
  return (await analyses.ask(model, { name: 'resize', resize })).rewrites;
}

/** Asks for a size and shows, while it is typed, the changes that give it. */
async function resize(analyses: Analyses): Promise<void> {
  const subject = await modelEditor(analyses);
  if (!subject) return;
  const { document, selection } = subject.editor;
  const position = selection.active;
  const { version } = document;
  const model = await chooseModel(subject);
  if (!model) return;
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { rewrite?: Rewrite }>();
  picker.title = vscode.l10n.t('Output size of the layer at the cursor');
  picker.placeholder = vscode.l10n.t('7, or 7×5 for height and width');
  const show = async () => {
    const { value } = picker;
    const size = sizeIn(value);
    const rewrites = value.trim() === '' || size ? await rewritesAt(analyses, model, { document, position, size }) : [];
    if (picker.value !== value) return;
    // VS Code sorts matches by label: with the same label for all, the simplest change stays first.
    const found = rewrites.map((rewrite) => {
      return { label: rewrite.goal, description: rewrite.change, rewrite, alwaysShow: true };
    });
    const nothing = size
      ? vscode.l10n.t('No stride, padding or kernel of this layer gives {0}', size.join('×'))
      : vscode.l10n.t('The cursor is not in a convolution or pooling layer, or the layer has this size already');
    picker.items = found.length > 0 ? found : [{ label: `$(info) ${nothing}`, alwaysShow: true }];
  };
  picker.onDidChangeValue(() => void show());
  const accepted = new Promise<Rewrite | undefined>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems[0]?.rewrite));
    picker.onDidHide(() => resolve(undefined));
  });
  picker.show();
  await show();
  const rewrite = await accepted;
  picker.dispose();
  if (rewrite && document.version === version) await vscode.workspace.applyEdit(toWorkspaceEdit(rewrite));
}

/** `7`, `7×5`, `7 5`. */
function sizeIn(text: string): Size2d | null {
  const [, height, width = height] = /^\s*(\d{1,6})(?:\s*[×x*,\s]\s*(\d{1,6}))?\s*$/.exec(text) ?? [];
  const size: Size2d = [Number(height), Number(width)];
  return Math.min(...size) >= 1 ? size : null;
}

/** *CNN: New model file*: creates and opens a file with a network of the zoo or an empty model. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import { systemCode } from '../../data/files.ts';
import { completeName, freeName, type ModelItem, modelGroups, nameProblem } from './newModelText.ts';

type Entry = vscode.QuickPickItem & { readonly item?: ModelItem };

/** `example` names a file of the zoo and answers the first question. */
export function registerNewModel(extension: string): vscode.Disposable {
  return vscode.commands.registerCommand('cnnLab.newModel', async (example?: unknown) => {
    try {
      const item = named(example) ?? (await askModel());
      const file = item && (await askFile(item.fileName));
      if (item && file) await make(file, item, extension);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  });
}

const named = (example: unknown): ModelItem | undefined =>
  modelGroups()
    .flatMap(({ items }) => items)
    .find((item) => item.example === example);

async function askModel(): Promise<ModelItem | undefined> {
  const entries = modelGroups().flatMap(({ title, items }): Entry[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...items.map((item) => ({ label: item.label, description: item.description, detail: item.detail, item })),
  ]);
  const choice = await vscode.window.showQuickPick(entries, {
    title: vscode.l10n.t('New Model File'),
    placeHolder: vscode.l10n.t('What to start with'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.item;
}

/** An absolute path at which there is no file yet. */
async function askFile(proposed: string): Promise<string | undefined> {
  if (!vscode.workspace.workspaceFolders?.length) return askAnywhere(proposed);
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const isTaken = (name: string) => existsSync(path.join(folder, name));
  const value = freeName(proposed, isTaken);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Model File'),
    prompt: vscode.l10n.t('Name of the file in {0}', path.basename(folder)),
    value,
    valueSelection: [0, value.length - '.cnn.ts'.length],
    validateInput: (text) => nameProblem(text, isTaken),
  });
  return name === undefined ? undefined : path.join(folder, completeName(name));
}

/** If no folder is open. */
async function askAnywhere(proposed: string): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('New Model File'),
    saveLabel: vscode.l10n.t('Create'),
    defaultUri: vscode.Uri.file(proposed),
    filters: { [vscode.l10n.t('Model files')]: ['cnn.ts'] },
  });
  return uri && path.join(path.dirname(uri.fsPath), completeName(path.basename(uri.fsPath)));
}

/** The folder of the active file, if it belongs to the workspace; else a workspace folder. */
async function chooseFolder(): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && vscode.workspace.getWorkspaceFolder(active)) return path.dirname(active.fsPath);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  return folder?.uri.fsPath;
}

async function make(file: string, { example }: ModelItem, extension: string): Promise<void> {
  const text = example === null ? '' : await readFile(path.join(extension, 'examples', example), 'utf8');
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    throw new Error(vscode.l10n.t('{0} already exists and was not changed. Choose another name.', file), {
      cause: error,
    });
  }
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  if (example === null) await editor.insertSnippet(new vscode.SnippetString(await emptyModel(extension)));
}

/** The snippet of a whole model, so that Tab moves from number to number. */
async function emptyModel(extension: string): Promise<string> {
  const snippets: Record<string, { readonly prefix: string; readonly body: readonly string[] }> = JSON.parse(
    await readFile(path.join(extension, 'snippets', 'cnn.json'), 'utf8'),
  );
  const model = Object.values(snippets).find(({ prefix }) => prefix === 'cnn-model');
  if (!model) throw new Error('snippets/cnn.json has no cnn-model');
  return model.body.join('\n');
}

/**
 * *CNN: Set up this folder*: the declarations of `'cnn-lab'` under `.cnn-lab/types`, and a tsconfig.json that finds
 * them, for whatever reads model files without the extension's TypeScript plugin.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Edit } from 'jsonc-parser';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import { isModelFile } from '../documents.ts';
import { isTrusted } from '../trust.ts';
import { mapTypes, newTsconfig, type Style } from './tsconfig.ts';
import { refreshTypes, typesIn, writeTypes } from './typeDeclarations.ts';

type Log = Pick<vscode.LogOutputChannel, 'info' | 'warn'>;

/** `declarations` is the folder of declarations that comes with the extension. */
export function registerSetUpFolder(declarations: string, log: Log): vscode.Disposable {
  const command = vscode.commands.registerCommand('cnnLab.setUpFolder', async () => {
    try {
      const why = vscode.l10n.t('This writes files into the folder, so it requires a trusted folder.');
      const folder = (await isTrusted(why)) && (await chooseFolder());
      if (folder) void offer(await setUp(folder, declarations));
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  });
  return vscode.Disposable.from(command, keepTypesNew(declarations, log));
}

/** After an update of the extension, when the first model file of a folder is opened. */
function keepTypesNew(declarations: string, log: Log): vscode.Disposable {
  const seen = new Set<string>();
  const look = async (document: vscode.TextDocument): Promise<void> => {
    if (!vscode.workspace.isTrusted || !isModelFile(document)) return;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    if (folder === undefined || seen.has(folder)) return;
    seen.add(folder);
    try {
      if (await refreshTypes(declarations, folder)) log.info(`${typesIn(folder)} had another version's types`);
    } catch (error) {
      log.warn(`${typesIn(folder)} has another version's types and cannot be written: ${error}`);
    }
  };
  const lookAtAll = () => vscode.workspace.textDocuments.forEach((document) => void look(document));
  lookAtAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidGrantWorkspaceTrust(lookAtAll),
  );
}

async function chooseFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error(vscode.l10n.t('Open the folder of your model files first.'));
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  return folder?.uri.fsPath;
}

/** Understands the folder's tsconfig.json before anything is written. Resolves to its path. */
async function setUp(folder: string, declarations: string): Promise<string> {
  const tsconfig = path.join(folder, 'tsconfig.json');
  const index = path.join(typesIn(folder), 'index.d.ts');
  const document = existsSync(tsconfig) ? await vscode.workspace.openTextDocument(tsconfig) : null;
  const edits = document && (await mapTypes(tsconfig, document.getText(), index, styleOf(document)));
  await writeTypes(declarations, folder);
  if (document && edits) await change(document, edits);
  else await writeFile(tsconfig, newTsconfig(tsconfig, index), { flag: 'wx' });
  return tsconfig;
}

/** Can be undone. A file with unsaved changes is left for the user to save. */
async function change(document: vscode.TextDocument, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const wasDirty = document.isDirty;
  const changes = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    changes.replace(document.uri, range, content);
  }
  const isDone = (await vscode.workspace.applyEdit(changes)) && (wasDirty || (await document.save()));
  if (!isDone) throw new Error(vscode.l10n.t('{0} could not be changed.', document.fileName));
}

/** The indentation of the first indented line. */
function styleOf(document: vscode.TextDocument): Style {
  const first = /^([ \t]+)\S/m.exec(document.getText())?.[1] ?? '  ';
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return { tabSize: first.length, insertSpaces: !first.startsWith('\t'), eol };
}

async function offer(tsconfig: string): Promise<void> {
  const open = vscode.l10n.t('Open tsconfig.json');
  const message = vscode.l10n.t(
    "This folder is set up: its tsconfig.json finds 'cnn-lab' in .cnn-lab/types. Keep both with your model files.",
  );
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.file(tsconfig));
  }
}

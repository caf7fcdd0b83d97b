/** The pages that come with the extension, in VS Code's preview of Markdown. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

export const openDocs = 'cnnLab.openDocs';

/** `cnnLab.openDocs(page)`: one page of docs/, such as `layers/conv2d.md`; the first of all without a name. */
export function registerDocs(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand('cnnLab.openDocs', async (page: unknown) => {
    const file = docsPage(extension.fsPath, typeof page === 'string' ? page : 'README.md', vscode.env.language);
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(file));
  });
}

/** A link to a page: for Markdown that may run the command `openDocs`, and for codes of problems. */
export const docsLink = (page: string): string => `command:${openDocs}?${encodeURIComponent(JSON.stringify([page]))}`;

/** A page in the language of the editor, else in English; the index where there is no such page. */
function docsPage(extension: string, page: string, language: string): string {
  const docs = path.join(extension, 'docs');
  const [base = ''] = language.split('-');
  const candidates = [path.join(docs, base, page), path.join(docs, page)];
  const isOurs = (file: string) => file.startsWith(docs + path.sep) && existsSync(file);
  return candidates.find(isOurs) ?? path.join(docs, 'README.md');
}

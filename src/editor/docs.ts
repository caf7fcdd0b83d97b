/** The pages that come with the extension, in VS Code's Markdown preview. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

export const openDocs = 'cnnLab.openDocs';

const scheme = 'cnn-lab-docs';

/** `cnnLab.openDocs(page)`: opens a page of docs/, such as `layers/conv2d.md`; the index without a name. */
export function registerDocs(extension: vscode.Uri): vscode.Disposable {
  const fileOf = (page: string) => docsPage(extension.fsPath, page, vscode.env.language);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.openDocs', async (page: unknown) => {
      const file = vscode.Uri.file(fileOf(typeof page === 'string' ? page : 'README.md'));
      await vscode.commands.executeCommand('markdown.showPreview', file);
    }),
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path: page }) => readFile(fileOf(page.slice(1)), 'utf8'),
    }),
  );
}

/** A page as a read-only document: clicking the code of a problem opens a document, but cannot run a command. */
export const docsUri = (page: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${page}` });

/** A link to a page, for Markdown that may run the command `openDocs`. */
export const docsLink = (page: string): string => `command:${openDocs}?${encodeURIComponent(JSON.stringify([page]))}`;

/** A page in the language of the editor, else in English; the index if there is no such page. */
function docsPage(extension: string, page: string, language: string): string {
  const docs = path.join(extension, 'docs');
  const [base = ''] = language.split('-');
  const candidates = [path.join(docs, base, page), path.join(docs, page)];
  const isOurs = (file: string) => file.startsWith(docs + path.sep) && existsSync(file);
  return candidates.find(isOurs) ?? path.join(docs, 'README.md');
}

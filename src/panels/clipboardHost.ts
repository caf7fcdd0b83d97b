/** The clipboard for views that have none: VS Code's own for text, a file for pictures. */
import * as vscode from 'vscode';
import type { ClipboardHost } from './clipboardProtocol.ts';

export const clipboardHost: ClipboardHost = {
  copyText: async (text) => vscode.env.clipboard.writeText(text),
  savePicture: async (name, png) => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`;
    const target = await vscode.window.showSaveDialog({
      filters: { PNG: ['png'] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }),
    });
    if (target === undefined) return false;
    await vscode.workspace.fs.writeFile(target, png);
    return true;
  },
};

/** The host's clipboard for views that have none: VS Code's own for text, a file for pictures. */
import * as vscode from 'vscode';
import type { ClipboardHost } from './clipboardProtocol.ts';
import { saveFile } from './saveFile.ts';

export const clipboardHost: ClipboardHost = {
  copyText: async (text) => vscode.env.clipboard.writeText(text),
  savePicture: async (name, png) => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`;
    const defaultUri = folder && vscode.Uri.joinPath(folder, file);
    return saveFile(png, { filters: { [vscode.l10n.t('PNG image')]: ['png'] }, ...(defaultUri && { defaultUri }) });
  },
};

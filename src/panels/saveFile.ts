/** Saves a view's content to a file. */
import * as vscode from 'vscode';
import { messageOf } from '../data/errorMessage.ts';

/**
 * Lets the user choose a file and writes it. Resolves to `false` if none was chosen, or if it cannot be written, which
 * is reported.
 */
export async function saveFile(content: Uint8Array, dialog: vscode.SaveDialogOptions): Promise<boolean> {
  const chosen = await vscode.window.showSaveDialog(dialog);
  if (!chosen) return false;
  try {
    await vscode.workspace.fs.writeFile(chosen, content);
    return true;
  } catch (error) {
    const reason = messageOf(error);
    const message = vscode.l10n.t('{0} could not be written: {1} Choose another folder.', chosen.fsPath, reason);
    void vscode.window.showErrorMessage(message);
    return false;
  }
}

import * as vscode from 'vscode';

/** Whether the folder is trusted. If not, says what needs trust (`why`) and offers to manage it. */
export async function isTrusted(
  why = vscode.l10n.t('Training reads data and writes a run folder, so it requires a trusted folder.'),
): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust');
  const choice = await vscode.window.showWarningMessage(why, manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

/** *CNN: Compare accuracy and operations*. */
import * as vscode from 'vscode';

export function registerAccuracy(show: () => void): vscode.Disposable {
  return vscode.commands.registerCommand('cnnLab.compareAccuracy', show);
}

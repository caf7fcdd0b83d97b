/** The context keys of menus and the command palette (`when` in package.json). */
import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import { isActive } from '../../jobs/runs/trackedRun.ts';

export function registerContextKeys(jobs: Jobs): vscode.Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void vscode.commands.executeCommand('setContext', `cnnLab.${key}`, value);
  };
  const update = () => {
    const file = vscode.window.activeTextEditor?.document.fileName;
    const run = file === undefined ? null : jobs.ofModel(file);
    set('fileIsTraining', run !== null && isActive(run));
    set('fileHasRuns', run !== null);
    set('hasJobs', jobs.runs().some(isActive));
  };
  jobs.on('change', update);
  jobs.on('gone', update);
  update();
  return vscode.window.onDidChangeActiveTextEditor(update);
}

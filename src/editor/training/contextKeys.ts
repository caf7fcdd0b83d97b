/** The context keys of menus and the command palette (`when` in package.json). */
import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import { isActive } from '../../jobs/runs/trackedRun.ts';
import type { Analyses } from '../analysis/analyses.ts';

export function registerContextKeys(jobs: Jobs, analyses: Analyses): vscode.Disposable {
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
    set('fileIsImported', file !== undefined && analyses.isImported(file));
    set('hasJobs', jobs.runs().some(isActive));
  };
  jobs.on('change', update);
  jobs.on('gone', update);
  update();
  return vscode.Disposable.from(
    analyses.onDidChange(update),
    analyses.onDidClose(update),
    vscode.window.onDidChangeActiveTextEditor(update),
  );
}

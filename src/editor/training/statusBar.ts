/** Running trainings in the status bar; a click opens their panel. */
import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import { isActive, type TrackedRun } from '../../jobs/runs/trackedRun.ts';
import { followRuns } from './followRuns.ts';
import { progressText, timeLeftText } from './runText.ts';

const refreshEvery = 500;

export function registerStatusBar(jobs: Jobs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cnnLab.training', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('CNN training');
  const show = () => {
    const active = jobs.runs().filter(isActive);
    const shown = active.find(({ state }) => state === 'running') ?? active[0];
    if (!shown) {
      item.hide();
      return;
    }
    const others = active.length > 1 ? ` (+${active.length - 1})` : '';
    const icon = shown.state === 'waiting' ? '$(clock)' : '$(sync~spin)';
    item.text = `${icon} ${runLine(shown)}${others}`;
    item.tooltip = active.map(runLine).join('\n');
    item.command = {
      command: 'cnnLab.openPanel',
      title: vscode.l10n.t('Open training panel'),
      arguments: [shown.folder],
    };
    item.show();
  };
  return vscode.Disposable.from(item, followRuns(jobs, show, refreshEvery));
}

function runLine(run: TrackedRun): string {
  return [run.name, progressText(run), timeLeftText(run)].filter((part) => part !== '').join(' · ');
}

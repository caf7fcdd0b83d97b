/**
 * Notifications about trainings, used sparingly: progress of those started in this window, and one message when a
 * training ends other than by the user's command. A killed trainer that was not reported, as after a crash of the
 * machine, is reported by the next window.
 */
import * as vscode from 'vscode';
import type { Jobs, JobsEvents } from '../../jobs/queue/jobs.ts';
import { fractionDone } from '../../jobs/runs/progress.ts';
import { isActive, isResumable, type TrackedRun } from '../../jobs/runs/trackedRun.ts';
import { endText, notStartedText, progressText, timeLeftText } from './runText.ts';

const reportedKey = 'cnnLab.reportedRuns';
/** Run folders remembered as reported. */
const reportedLimit = 200;

export function registerNotices(jobs: Jobs, memory: vscode.Memento): vscode.Disposable {
  const onChange = (run: TrackedRun, before: TrackedRun['state'] | null) => {
    if (isActive(run) || run.state === 'interrupted') return;
    const wasActive = before !== null && isActive({ ...run, state: before });
    if (wasActive || (run.state === 'killed' && !isReported(memory, run))) void report(run, memory);
  };
  const onFailure = (...[run, message]: JobsEvents['failure']) => {
    void vscode.window.showErrorMessage(notStartedText(run, message));
  };
  jobs.on('change', onChange);
  jobs.on('failure', onFailure);
  return { dispose: () => jobs.off('change', onChange).off('failure', onFailure) };
}

/** Shows a training's progress until it ends; cancelling stops it so that it can be resumed. */
export function showProgress(jobs: Jobs, folder: string): Thenable<void> {
  const first = jobs.runs().find((run) => run.folder === folder);
  if (!first || !isActive(first)) return Promise.resolve();
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Training {0}', first.name),
      cancellable: true,
    },
    (progress, token) =>
      new Promise<void>((resolve) => {
        let shown = 0;
        const finish = () => {
          jobs.off('change', onChange).off('gone', onGone);
          resolve();
        };
        const onChange = (run: TrackedRun) => {
          if (run.folder !== folder) return;
          if (!isActive(run)) {
            finish();
            return;
          }
          const percent = Math.floor(fractionDone(run.progress) * 100);
          const message = [progressText(run), timeLeftText(run)].filter((part) => part !== '').join(' · ');
          progress.report({ message, increment: percent - shown });
          shown = percent;
        };
        const onGone = (run: TrackedRun) => {
          if (run.folder === folder) finish();
        };
        jobs.on('change', onChange).on('gone', onGone);
        token.onCancellationRequested(() => vscode.commands.executeCommand('cnnLab.stop', folder));
        onChange(first);
      }),
  );
}

async function report(run: TrackedRun, memory: vscode.Memento): Promise<void> {
  const resume = vscode.l10n.t('Resume');
  const open = vscode.l10n.t('Open Panel');
  void memory.update(reportedKey, [run.folder, ...reportedRuns(memory)].slice(0, reportedLimit));
  const openModel = vscode.l10n.t('Open Model');
  const choice =
    run.state === 'done'
      ? await vscode.window.showInformationMessage(endText(run), open)
      : await vscode.window.showErrorMessage(endText(run), isResumable(run) ? resume : openModel, open);
  if (choice === openModel) await vscode.window.showTextDocument(vscode.Uri.file(run.modelFile));
  if (choice === resume) await vscode.commands.executeCommand('cnnLab.resume', run.folder);
  if (choice === open) await vscode.commands.executeCommand('cnnLab.openPanel', run.folder);
}

function isReported(memory: vscode.Memento, run: TrackedRun): boolean {
  return reportedRuns(memory).includes(run.folder);
}

function reportedRuns(memory: vscode.Memento): readonly string[] {
  return memory.get<readonly string[]>(reportedKey, []);
}

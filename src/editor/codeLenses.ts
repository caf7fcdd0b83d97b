/** Over the model: train, stop or resume it, its totals and its last run. */
import * as vscode from 'vscode';
import type { Jobs } from '../jobs/jobs.ts';
import type { Analyses } from './analyses.ts';
import { modelFiles, toRange } from './documents.ts';
import { followRuns } from './followRuns.ts';
import { lensTexts } from './runText.ts';

/** Progress that changes more often than this, in milliseconds, cannot be read nor its lens clicked. */
const refreshEvery = 1000;

export function registerCodeLenses(analyses: Analyses, jobs: Jobs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const view = await analyses.view(document);
      if (!view?.analysed) return [];
      const run = jobs.ofModel(document.fileName);
      const start = view.modelRange ? toRange(view.modelRange).start : new vscode.Position(0, 0);
      return lensTexts(view.totals, run).map(({ text, tooltip, command }) => {
        const subject = command === 'cnnLab.train' ? document.uri : run?.folder;
        return new vscode.CodeLens(new vscode.Range(start, start), {
          title: text,
          tooltip,
          command: command ?? '',
          arguments: command ? [subject] : [],
        });
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    followRuns(jobs, () => changed.fire(), refreshEvery),
    analyses.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(modelFiles, provider),
  );
}

/** The CodeLenses above a model: train, stop or resume it, its totals and its last run. */
import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { modelFiles, toRange } from '../documents.ts';
import { followRuns } from './followRuns.ts';
import { type LensCommand, lensTexts } from './runText.ts';

/** Milliseconds between updates of progress: faster, a lens can be neither read nor clicked. */
const refreshEvery = 1000;

/** Actions on the model rather than on its run. */
const ofModels: ReadonlySet<LensCommand> = new Set(['cnnLab.train', 'cnnLab.openViewer', 'cnnLab.openDiagram']);

export function registerCodeLenses(analyses: Analyses, jobs: Jobs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = twice(() => changed.fire(), refreshEvery);
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const view = await analyses.view(document);
      if (!view?.analysed) return [];
      const run = jobs.ofModel(document.fileName);
      const start = view.modelRange ? toRange(view.modelRange).start : new vscode.Position(0, 0);
      return lensTexts(view, run).map(({ text, tooltip, command }) => {
        const ofModel = command !== null && ofModels.has(command);
        const subject = ofModel ? document.uri : run?.folder;
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
    refresh,
    followRuns(jobs, refresh.now, refreshEvery),
    analyses.onDidChange(refresh.now),
    vscode.languages.registerCodeLensProvider(modelFiles, provider),
  );
}

/**
 * VS Code puts a refresh off for a moment and drops it when the editor loses the focus meanwhile, as to the
 * notification that tells of the same change. So it is asked once more when things are quiet.
 */
function twice(work: () => void, pause: number): { now(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    now: () => {
      clearTimeout(timer);
      timer = setTimeout(work, pause);
      work();
    },
    dispose: () => clearTimeout(timer),
  };
}

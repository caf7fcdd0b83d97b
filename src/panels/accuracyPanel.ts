/** The panel that compares accuracy and operations: published figures of the zoo, and the runs of this workspace. */
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../data/errorMessage.ts';
import { type FolderWatch, watchFolder } from '../jobs/folderWatch.ts';
import { publishedAccuracies } from '../model/published.ts';
import { zoo } from '../model/zoo.ts';
import { findRuns } from '../training/findRuns.ts';
import { runLayout } from '../training/layout.ts';
import { type RunAccuracy, runAccuracy } from '../training/runAccuracy.ts';
import type { AccuracyFacts, AccuracyHostFunctions, AccuracyPoint, AccuracyViewFunctions } from './accuracyProtocol.ts';
import { clipboardHost } from './clipboardHost.ts';
import { SubjectPanels } from './subjectPanels.ts';
import { connectView } from './webviewPanel.ts';

/** The folder that appears with the first run beside a model file. */
const firstFolders = '{**/.cnn-lab,**/.cnn-lab/runs}';

/** The files that change as a run proceeds. */
const progressFiles: ReadonlySet<string> = new Set([runLayout.status, runLayout.evaluation]);

/** Milliseconds without changes before runs are read again. */
const quietFor = 500;

/** A single panel. `extension`: the extension's folder. */
export function accuracyPanels(extension: vscode.Uri): SubjectPanels<'accuracy'> {
  return new SubjectPanels<'accuracy'>(extension, {
    name: 'accuracy',
    title: vscode.l10n.t('Accuracy and operations'),
    preserveFocus: false,
    key: (subject) => subject,
    restored: () => 'accuracy',
    open: (panel) => new AccuracyPanel(panel),
  });
}

class AccuracyPanel {
  readonly #view;
  readonly #watcher = vscode.workspace.createFileSystemWatcher(firstFolders);
  /**
   * Watchers by folder, of runs and of their parents: when nested folders appear at once, as with a first run, VS Code
   * reports only the outermost, and nothing that changes in it later.
   */
  readonly #watches = new Map<string, FolderWatch>();
  #timer: NodeJS.Timeout | undefined;
  /** Counts reads: one that was overtaken by another, or by the end of the panel, reports nothing. */
  #reading = 0;

  constructor(panel: vscode.WebviewPanel) {
    const functions: AccuracyHostFunctions = {
      ...clipboardHost,
      open: () => this.#tell(),
      openRun: async (folder) => {
        await vscode.commands.executeCommand('cnnLab.openPanel', folder);
      },
    };
    this.#view = connectView<AccuracyViewFunctions, AccuracyHostFunctions>(panel.webview, functions);
    const later = () => this.#later();
    this.#watcher.onDidCreate(later);
    this.#watcher.onDidChange(later);
    this.#watcher.onDidDelete(later);
  }

  dispose(): void {
    this.#reading++;
    clearTimeout(this.#timer);
    this.#watcher.dispose();
    this.#watch([]);
    this.#view.$close(new Error('The panel was closed.'));
  }

  async #tell(): Promise<void> {
    const reading = ++this.#reading;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map(({ uri }) => findRuns(uri.fsPath)));
    const runs = [...new Set(found.flat())];
    if (reading !== this.#reading) return;
    // Before reading them, so that changes in the meantime are noticed.
    this.#watch(runs);
    const facts = await gather(runs);
    if (reading === this.#reading) void this.#view.update.asEvent(facts);
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tell(), quietFor);
  }

  /** Watches exactly these runs, and their parents for new ones. */
  #watch(runs: readonly string[]): void {
    const wanted = new Set([...runs, ...runs.map(path.dirname)]);
    for (const [folder, watch] of this.#watches) {
      if (wanted.has(folder)) continue;
      watch.close();
      this.#watches.delete(folder);
    }
    for (const folder of wanted) {
      if (this.#watches.has(folder)) continue;
      const isRun = runs.includes(folder);
      const hear = (file: string | null) => {
        if (!isRun || file === null || progressFiles.has(file)) this.#later();
      };
      this.#watches.set(folder, watchFolder(folder, hear));
    }
  }
}

async function gather(folders: readonly string[]): Promise<AccuracyFacts> {
  const read = await Promise.allSettled(folders.map(runAccuracy));
  const runs = read.flatMap((result) => (result.status === 'fulfilled' && result.value ? result.value : []));
  const unreadable = read.flatMap((result, i) =>
    result.status === 'rejected' ? `${path.basename(folders[i]!)}: ${messageOf(result.reason)}` : [],
  );
  const latestFirst = runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { points: [...publishedPoints(), ...latestFirst.map(runPoint)], unreadable };
}

const imageNet = { key: 'ImageNet', name: 'ImageNet' } as const;

function publishedPoints(): readonly AccuracyPoint[] {
  const models = new Map(zoo().map((model) => [model.file, model]));
  return publishedAccuracies.flatMap(({ file, family, top1, source }) => {
    const model = models.get(file);
    if (!model) return [];
    const { name, params, macs } = model;
    return { id: file, name, dataSet: imageNet, family, top1, params, macs, source, run: null, createdAt: null };
  });
}

function runPoint({ folder, name, dataSet, top1, epoch, params, macs, createdAt }: RunAccuracy): AccuracyPoint {
  const source = vscode.l10n.t('your run {0}, epoch {1}', path.basename(folder), epoch);
  return { id: folder, name, dataSet, family: null, top1, params, macs, source, run: folder, createdAt };
}

/** *CNN: Train model*, *Stop training*, *Resume training*, *Open training panel*, *Open activation viewer*. */
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import type { DataSetImage } from '../../jobs/inspector/protocol.ts';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import { isActive, isResumable, type TrackedRun } from '../../jobs/runs/trackedRun.ts';
import type { Analyses } from '../analysis/analyses.ts';
import type { DataFindings } from '../analysis/dataFindings.ts';
import type { ModelView } from '../analysis/modelView.ts';
import type { TrainingMemory } from '../analysis/trainingMemory.ts';
import { modelDocument, saveAll, toRange } from '../documents.ts';
import { settings } from '../settings.ts';
import { isTrusted } from '../trust.ts';
import { showProgress } from './notices.ts';
import { endText, mistakeText, progressText, type RunCommand, underWayText } from './runText.ts';

export interface TrainServices {
  readonly analyses: Analyses;
  readonly findings: Pick<DataFindings, 'refresh'>;
  readonly memory: Pick<TrainingMemory, 'refresh'>;
  readonly jobs: Jobs;
  readonly openPanel: (run: Pick<TrackedRun, 'folder' | 'modelFile'>) => void;
  readonly viewers: Viewers;
}

export interface Viewers {
  /** Opens a run, by its folder; at an image, if one is given. */
  showRun(folder: string, image: DataSetImage | null): void;
  /** Opens a model with its initial weights. */
  showModel(file: string): void;
}

export function registerTrainCommands(services: TrainServices): vscode.Disposable {
  const { jobs, openPanel } = services;
  const commands: Record<RunCommand, (subject?: vscode.Uri | string, image?: DataSetImage) => Promise<unknown>> = {
    'cnnLab.train': (subject) => trainModel(services, subject),
    'cnnLab.stop': async (subject) => {
      const run = await chooseRun(jobs, subject, isActive, vscode.l10n.t('No training is running.'));
      if (run) await jobs.stop(run.folder);
    },
    'cnnLab.resume': async (subject) => {
      if (!(await isTrusted())) return false;
      const nothing = vscode.l10n.t('There is no stopped training to resume. Train a model first.');
      const run = await chooseRun(jobs, subject, isResumable, nothing);
      if (!run) return false;
      await jobs.resume(run.folder);
      openPanel(run);
      void showProgress(jobs, run.folder);
      return true;
    },
    'cnnLab.openPanel': async (subject) => {
      const run = await chooseRun(
        jobs,
        subject,
        () => true,
        vscode.l10n.t('There is no run yet. Train a model first.'),
      );
      if (run) openPanel(run);
    },
    'cnnLab.openViewer': (subject, image) => openViewer(services, subject, image ?? null),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(name, (subject?: vscode.Uri | string, image?: DataSetImage) =>
        run(subject, image).catch(showError),
      ),
    ),
  );
}

async function trainModel(
  { analyses, findings, memory, jobs, openPanel }: TrainServices,
  subject?: vscode.Uri | string,
): Promise<void> {
  if (!(await isTrusted())) return;
  const document = await modelDocument(subject);
  if (!document) return;
  await findings.refresh(document.fileName);
  if (isTooLarge(await analyses.newest(document))) {
    memory.refresh();
    analyses.again(document.fileName);
  }
  const view = await analyses.newest(document);
  if (!view || !(await isTrainable(view, document))) return;
  const unsaved = await saveAll(view.files);
  if (unsaved.length > 0) {
    const names = unsaved.join(', ');
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Training did not start because {0} could not be saved. Save it elsewhere and train from there.',
        names,
      ),
    );
    return;
  }
  const name = view.spec?.name ?? path.basename(document.fileName);
  const modelFile = document.fileName;
  const root = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? path.dirname(modelFile);
  const folder = await jobs.newRunFolder(modelFile, name);
  // The panel's page can load while the trainer starts.
  await Promise.all([
    jobs.train({
      name,
      modelFile,
      root,
      run: folder,
      checkpointEvery: settings.checkpointEvery(),
      limits: settings.analysisLimits(),
      device: settings.device(),
      threads: settings.threads(),
    }),
    openPanel({ folder, modelFile }),
  ]);
  void showProgress(jobs, folder);
}

/** Opens a model's latest run, or the model itself if there is none; `image` goes with a run's folder. */
async function openViewer(
  { jobs, viewers }: TrainServices,
  subject: vscode.Uri | string | undefined,
  image: DataSetImage | null,
): Promise<void> {
  const why = vscode.l10n.t('Looking inside a model reads its run folder and data, so it requires a trusted folder.');
  if (!(await isTrusted(why))) return;
  if (typeof subject === 'string') {
    viewers.showRun(subject, image);
    return;
  }
  const file = subject?.fsPath ?? vscode.window.activeTextEditor?.document.fileName;
  const isModel = file?.endsWith('.cnn.ts') === true;
  const own = isModel ? jobs.ofModel(file) : null;
  if (isModel && (own === null || own.state === 'waiting')) {
    viewers.showModel(file);
    return;
  }
  const nothing = vscode.l10n.t('Open a model file first, or train a model.');
  const run = own ?? (await chooseRun(jobs, undefined, ({ state }) => state !== 'waiting', nothing));
  if (run) viewers.showRun(run.folder, null);
}

/** Resumes a run through the command, which asks for trust. Throws if the run cannot be resumed. */
export async function resumeTraining(folder: string): Promise<void> {
  const command: RunCommand = 'cnnLab.resume';
  if (await vscode.commands.executeCommand<boolean | undefined>(command, folder)) return;
  throw new Error(vscode.l10n.t('This training was not resumed.'));
}

/** Trains a model again through the command, which asks for trust and says what is in the way. */
export async function startTraining(modelFile: string): Promise<void> {
  const command: RunCommand = 'cnnLab.train';
  await vscode.commands.executeCommand(command, vscode.Uri.file(modelFile));
}

/** Opens the viewer of a run, at an image if one is given, through the command, which asks for trust. */
export async function lookInside(folder: string, image?: DataSetImage): Promise<void> {
  const command: RunCommand = 'cnnLab.openViewer';
  await vscode.commands.executeCommand(command, folder, image);
}

/** By the memory that was free when it was measured last. */
const isTooLarge = (view: ModelView | undefined): boolean =>
  view?.diagnostics.some(({ code }) => code === 'batch-too-large') === true;

/** Says what prevents a model from being trained, and shows the place. */
async function isTrainable(view: ModelView, document: vscode.TextDocument): Promise<boolean> {
  const [problem] = view.diagnostics.filter(({ severity }) => severity === 'error');
  const file = path.basename(view.file);
  const obstacle = problem ? mistakeText(view.file, problem) : missingPart(view, file);
  if (obstacle === null) return true;
  const show = vscode.l10n.t('Show');
  const choice = await vscode.window.showErrorMessage(obstacle, show);
  if (choice !== show) return false;
  const place = problem?.range ?? view.modelRange;
  const target = place && place.file !== view.file ? vscode.Uri.file(place.file) : document.uri;
  const selection = place ? toRange(place) : undefined;
  await vscode.window.showTextDocument(target, { selection });
  return false;
}

function missingPart({ spec }: ModelView, file: string): string | null {
  if (!spec) return vscode.l10n.t('{0} cannot be trained: it has no valid model.', file);
  if (!spec.data) return vscode.l10n.t('{0} has no data. Add data: mnist() to the model.', file);
  if (!spec.training) {
    return vscode.l10n.t(
      '{0} has no training settings. Add training: {1} to the model.',
      file,
      '{ epochs: 10, batchSize: 128, loss: crossEntropy(), optimizer: adam() }',
    );
  }
  return null;
}

/** The run to act on: the one given, else that of the active model, else the only one or the user's choice. */
async function chooseRun(
  jobs: Jobs,
  subject: vscode.Uri | string | undefined,
  fits: (run: TrackedRun) => boolean,
  nothing: string,
): Promise<TrackedRun | undefined> {
  if (typeof subject === 'string') {
    await jobs.track(subject);
    const named = jobs.runs().find(({ folder }) => folder === subject);
    if (named && fits(named)) return named;
    if (named) void vscode.window.showInformationMessage(isActive(named) ? underWayText(named) : nothing);
    return undefined;
  }
  const modelFile = subject?.fsPath ?? vscode.window.activeTextEditor?.document.fileName;
  const own = modelFile ? jobs.ofModel(modelFile) : null;
  if (own && fits(own)) return own;
  const runs = jobs.runs().filter(fits);
  if (runs.length === 0) void vscode.window.showInformationMessage(nothing);
  if (runs.length <= 1) return runs[0];
  const items = runs.map((run) => ({
    label: run.name,
    description: isActive(run) ? progressText(run) : endText(run),
    detail: vscode.workspace.asRelativePath(run.folder),
    run,
  }));
  return (await vscode.window.showQuickPick(items, { matchOnDetail: true }))?.run;
}

function showError(error: unknown): void {
  void vscode.window.showErrorMessage(messageOf(error));
}

/** *CNN: Export model…*: asks for format, epoch and folder, then exports in a process of its own. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import type { ExportFormat } from '../../export/exportModel.ts';
import type { ExportWatch } from '../../jobs/export/client.ts';
import type { Exported, ExportRequest } from '../../jobs/export/exportSource.ts';
import { formatCount } from '../../model/format.ts';
import { listCheckpoints, listRuns, MetricsReader, modelFolder, type Run, readRun } from '../../training/runReader.ts';
import type { Analyses } from '../analysis/analyses.ts';
import { modelDocument, saveAll } from '../documents.ts';
import { settings } from '../settings.ts';
import { isTrusted } from '../trust.ts';
import { formatItems, proposedFolder, weightsItems } from './text.ts';

export type RunExport = (request: ExportRequest, watch: ExportWatch) => Promise<Exported | null>;

/** Answers known in advance; the others are asked for. */
interface Answers {
  readonly format?: ExportFormat;
  readonly epoch?: number | null;
  readonly folder?: vscode.Uri;
}

/** What is exported. */
interface Source {
  readonly name: string;
  /** The folder of the model file. */
  readonly folder: string;
  /** `null` for the model file's initial weights. */
  readonly run: Run | null;
  /** Path of the model file or the run folder. */
  readonly path: string;
}

export function registerExport(analyses: Analyses, runExport: RunExport): vscode.Disposable {
  const run = async (subject: vscode.Uri | string | undefined, answers: Answers) => {
    if (!(await isTrusted(vscode.l10n.t('Exporting reads data and writes files, so it requires a trusted folder.'))))
      return;
    const source = typeof subject === 'string' ? ofRun(await readRun(subject)) : await ofModelFile(analyses, subject);
    const request = source && (await ask(source, answers));
    const exported = request && (await exportWithProgress(source, request, runExport));
    if (exported) void offer(exported, request.out);
  };
  return vscode.commands.registerCommand('cnnLab.export', async (subject?: vscode.Uri | string, answers?: unknown) => {
    try {
      // Menus pass something else as the second argument.
      await run(subject, isAnswers(answers) ? answers : {});
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  });
}

const isAnswers = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && ('format' in value || 'folder' in value);

const ofRun = (run: Run): Source => ({ name: run.manifest.name, folder: modelFolder(run), run, path: run.folder });

/** The latest run of a model that has weights; the model file itself if there is none. */
async function ofModelFile(analyses: Analyses, subject: vscode.Uri | undefined): Promise<Source | null> {
  const document = await modelDocument(subject);
  if (!document) return null;
  const file = document.fileName;
  const folder = path.dirname(file);
  for (const run of await listRuns(folder)) {
    if (run.manifest.modelFile === file && (await listCheckpoints(run.folder)).length > 0) return ofRun(run);
  }
  const view = await analyses.newest(document);
  const unsaved = await saveAll(view?.files ?? [file]);
  if (unsaved.length > 0) {
    throw new Error(
      vscode.l10n.t('{0} could not be saved. Save it elsewhere and export it from there.', unsaved.join()),
    );
  }
  return { name: view?.spec?.name ?? path.basename(file, '.cnn.ts'), folder, run: null, path: file };
}

/** `null` if the user has cancelled. */
async function ask(source: Source, answers: Answers): Promise<ExportRequest | null> {
  const title = vscode.l10n.t('Export {0}', source.name);
  const format = answers.format ?? (await askFormat(title, source));
  if (!format) return null;
  const epoch = answers.epoch === undefined ? await askEpoch(title, source.run) : answers.epoch;
  if (epoch === undefined) return null;
  const proposed = proposedFolder(source.folder, source.name, format, existsSync);
  const folder =
    answers.folder ??
    // The save dialog, since the open dialog cannot name a folder that does not exist yet.
    (await vscode.window.showSaveDialog({
      title: vscode.l10n.t('A New Folder for {0}', source.name),
      saveLabel: vscode.l10n.t('Export'),
      defaultUri: vscode.Uri.file(proposed),
    }));
  if (!folder) return null;
  const root = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source.path))?.uri.fsPath ?? source.folder;
  return { source: source.path, root, format, out: folder.fsPath, epoch, limits: settings.analysisLimits() };
}

async function askFormat(title: string, { run }: Source): Promise<ExportFormat | undefined> {
  const placeHolder = run
    ? vscode.l10n.t('Weights of {0}', path.basename(run.folder))
    : vscode.l10n.t("Not trained yet: initial weights, from the model's seed");
  return (await vscode.window.showQuickPick(formatItems(), { title, placeHolder }))?.format;
}

/** `undefined` if the user has cancelled. */
async function askEpoch(title: string, run: Run | null): Promise<number | null | undefined> {
  if (run === null) return null;
  const [kept, { events }] = await Promise.all([listCheckpoints(run.folder), new MetricsReader(run.folder).read()]);
  const epochs = events.filter((event) => event.event === 'epoch');
  const items = weightsItems(kept, run.status.state === 'done', epochs);
  if (items.length === 1) return null;
  const placeHolder = vscode.l10n.t('Weights to export');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.epoch;
}

function exportWithProgress({ name }: Source, request: ExportRequest, runExport: RunExport): Thenable<Exported | null> {
  const title = vscode.l10n.t('Exporting {0}', name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const onProgress = (done: number, total: number) =>
      progress.report({ message: vscode.l10n.t('Reading images {0}/{1}', formatCount(done), formatCount(total)) });
    return runExport(request, { signal: stop.signal, onProgress });
  });
}

async function offer({ model, weights, files }: Exported, folder: string): Promise<void> {
  const names = files.map((file) => path.basename(file)).join(', ');
  const message = vscode.l10n.t('Exported {0}, weights {1}, to {2}: {3}.', model, weights, folder, names);
  const reveal = vscode.l10n.t('Reveal');
  const open = vscode.l10n.t('Open');
  const script = files.find((file) => file.endsWith('.py'));
  const choice = await vscode.window.showInformationMessage(message, ...(script ? [open, reveal] : [reveal]));
  if (choice === open && script) await vscode.window.showTextDocument(vscode.Uri.file(script));
  if (choice === reveal && files[0]) {
    const first = vscode.Uri.file(files[0]);
    const isInside = vscode.workspace.getWorkspaceFolder(first) !== undefined;
    await vscode.commands.executeCommand(isInside ? 'revealInExplorer' : 'revealFileInOS', first);
  }
}

/** Wires the features together. Heavy work runs in other processes, started when first needed. */
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from './data/errorMessage.ts';
import { Analyses } from './editor/analysis/analyses.ts';
import { DataFindings } from './editor/analysis/dataFindings.ts';
import { registerDiagnostics } from './editor/analysis/diagnostics.ts';
import { TrainingMemory } from './editor/analysis/trainingMemory.ts';
import { registerInstallTensorFlow } from './editor/devices/installTensorFlow.ts';
import { DeviceList } from './editor/devices/list.ts';
import { registerDevicePicker } from './editor/devices/picker.ts';
import { registerDocs } from './editor/docs.ts';
import { registerExport } from './editor/export/command.ts';
import { registerHovers } from './editor/hints/hovers.ts';
import { registerInlayHints } from './editor/hints/inlayHints.ts';
import { ReferenceTexts } from './editor/hints/referenceTexts.ts';
import { registerSignatureHelp } from './editor/hints/signatureHelp.ts';
import { registerDocumentSymbols } from './editor/navigation/documentSymbols.ts';
import { registerFolding } from './editor/navigation/folding.ts';
import { registerGoToLayer } from './editor/navigation/goToLayer.ts';
import { registerAccuracy } from './editor/panels/accuracy.ts';
import { NetworkOfFile, registerDiagram } from './editor/panels/diagram.ts';
import { modelSource } from './editor/panels/modelSource.ts';
import { registerRename } from './editor/refactoring/rename.ts';
import { registerResize } from './editor/refactoring/resize.ts';
import { onSettingChange, settings } from './editor/settings.ts';
import { registerCodeLenses } from './editor/training/codeLenses.ts';
import { lookInside, registerTrainCommands, resumeTraining, startTraining } from './editor/training/commands.ts';
import { registerContextKeys } from './editor/training/contextKeys.ts';
import { registerNotices } from './editor/training/notices.ts';
import { registerRunFinder } from './editor/training/runFinder.ts';
import { notBegunText, notStartedText } from './editor/training/runText.ts';
import { registerStatusBar } from './editor/training/statusBar.ts';
import { registerWhatIf } from './editor/whatIf/whatIf.ts';
import { registerNewModel } from './editor/workspace/newModel.ts';
import { registerSetUpFolder } from './editor/workspace/setUpFolder.ts';
import { AnalyserClient } from './jobs/analyser/client.ts';
import { listDevicesInChildProcess } from './jobs/devices/list.ts';
import { exportInChildProcess } from './jobs/export/client.ts';
import { Jobs } from './jobs/queue/jobs.ts';
import { JobQueue } from './jobs/queue/queue.ts';
import { isActive } from './jobs/runs/trackedRun.ts';
import { startTrainer } from './jobs/trainer/start.ts';
import { setLanguageFromEditor } from './language/language.ts';
import { accuracyPanels } from './panels/accuracyPanel.ts';
import { diagramPanels } from './panels/diagramPanels.ts';
import { TrainingPanels } from './panels/trainingPanels.ts';
import { viewerPanels } from './panels/viewerPanels.ts';

export function activate(context: vscode.ExtensionContext): void {
  try {
    wire(context);
  } catch (error) {
    const reason = messageOf(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('CNN Lab could not start: {0}', reason));
    throw error;
  }
}

function wire(context: vscode.ExtensionContext): void {
  setLanguageFromEditor(vscode.env.language, vscode.l10n.bundle);
  const built = (file: string) => path.join(context.extensionPath, 'dist', file);

  const analyser = new AnalyserClient({ program: built('analyser.cjs') });
  const log = vscode.window.createOutputChannel('CNN Lab', { log: true });
  const findings = new DataFindings((data, folder) => analyser.look(data, folder), log);
  const jobs: Jobs = new Jobs({
    queue: new JobQueue(context.globalStorageUri.fsPath),
    start: (request) => {
      const evaluated = request.kind === 'new' ? analyses.evaluated(request.modelFile) : null;
      return startTrainer(built('trainer.cjs'), request, evaluated);
    },
    maximum: settings.maxConcurrentJobs,
    concerns: (modelFile) => workspaceOf(modelFile) !== undefined,
  });
  const memory = new TrainingMemory(() => jobs.runs().some(isActive));
  const analyses = new Analyses((file, texts, aside) => {
    const options = {
      root: workspaceOf(file),
      overlay: texts,
      limits: settings.analysisLimits(),
      findings: findings.of(file),
      memory: memory.now(),
    };
    return aside
      ? analyser.analyse(file, { ...options, resize: aside.resize }, `${file} ${aside.name}`)
      : analyser.analyse(file, options);
  }, log);
  findings.follow(analyses);
  const viewers = viewerPanels(context.extensionUri, {
    inspector: built('inspector.cjs'),
    model: (file) => modelSource(analyses, file),
  });
  const diagrams = diagramPanels(context.extensionUri, (file, changed) => new NetworkOfFile(analyses, file, changed));
  const accuracy = accuracyPanels(context.extensionUri);
  const panels = new TrainingPanels(context.extensionUri, {
    stop: (folder) => jobs.stop(folder),
    resume: resumeTraining,
    train: startTraining,
    stateOf: (update) => jobs.stateOf(update),
    look: lookInside,
    inspector: built('inspector.cjs'),
  });
  jobs.on('change', ({ folder, state }, before) => {
    if (state !== before) panels.refresh(folder);
  });
  jobs.on('gone', (run) => {
    const reason = notBegunText(run);
    if (reason !== null) panels.giveUp(run.folder, reason);
  });
  jobs.on('failure', (run, message) => panels.end(run.folder, notStartedText(run, message)));

  const reference = new ReferenceTexts(built('reference'), vscode.env.language);
  const devices = new DeviceList(() => listDevicesInChildProcess(built('devices.cjs'), trustedFolder()));

  context.subscriptions.push(
    log,
    analyses,
    findings,
    analyser,
    jobs,
    panels,
    viewers,
    diagrams,
    accuracy,
    registerNewModel(context.extensionPath),
    registerSetUpFolder(built('types'), log),
    registerInlayHints(analyses, reference),
    registerHovers(analyses, reference),
    registerDocs(context.extensionUri),
    registerSignatureHelp(reference),
    registerDocumentSymbols(analyses),
    registerFolding(analyses),
    registerGoToLayer(analyses),
    registerRename(analyses),
    registerDiagnostics(analyses),
    registerWhatIf(analyses),
    registerResize(analyses),
    registerCodeLenses(analyses, jobs),
    registerStatusBar(jobs),
    registerContextKeys(jobs, analyses),
    registerNotices(jobs, context.globalState),
    registerRunFinder(jobs),
    registerExport(analyses, (request, watch) => exportInChildProcess(built('export.cjs'), request, watch)),
    registerAccuracy(() => accuracy.show('accuracy')),
    registerDiagram((file) => diagrams.show(file)),
    registerDevicePicker(devices),
    registerInstallTensorFlow(log, () => devices.forget()),
    registerTrainCommands({
      analyses,
      findings,
      memory,
      jobs,
      openPanel: (run) => panels.show(run.folder, run.modelFile),
      viewers: {
        showRun: (folder, image) => {
          const viewer = viewers.show({ kind: 'run', folder });
          if (image !== null) viewer.show(image);
        },
        showModel: (file) => viewers.show({ kind: 'model', file }),
      },
    }),
    onSettingChange(['maxConcurrentJobs'], () => void jobs.proceed()),
    onSettingChange(['analysis.deadline', 'analysis.memoryLimit', 'device'], () => analyses.refresh()),
  );
}

/** The folder whose own packages may be loaded. */
function trustedFolder(): string | null {
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const folder = (active && workspaceOf(active)) ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return vscode.workspace.isTrusted && folder ? folder : null;
}

function workspaceOf(file: string): string | undefined {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath;
}

/** *CNN: Install the TensorFlow GPU engine*: asks first, shows progress, and reports the outcome. */
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import { libraryPlaces, missingGpuLibraries } from '../../engine/tfjs/gpuLibraries.ts';
import { type TensorFlowVariant, tensorFlowFolder, tensorFlowPackages } from '../../engine/tfjs/packages.ts';
import { type InstalledTensorFlow, installTensorFlow, unsupported } from '../../jobs/devices/installTensorFlow.ts';
import { chooseDevice } from '../settings.ts';

/** `onChange`: called when the installed TensorFlow has changed. */
export function registerInstallTensorFlow(log: vscode.LogOutputChannel, onChange: () => void): vscode.Disposable {
  let underWay = false;
  return vscode.commands.registerCommand('cnnLab.installTensorFlow', async () => {
    // Checked again after the question: two of them may have been open.
    const variant = underWay ? null : await chooseVariant();
    if (underWay) {
      void vscode.window.showInformationMessage(vscode.l10n.t('TensorFlow is already being installed.'));
      return;
    }
    if (!variant) return;
    underWay = true;
    try {
      const installed = await install(variant, log);
      if (!installed) return;
      onChange();
      void offerTraining(installed);
    } catch (error) {
      const message = messageOf(error);
      log.error(message);
      void offerOutput(message, log);
    } finally {
      underWay = false;
    }
  });
}

/** Nothing is downloaded without asking; if the GPU could not be used, that is said first. */
async function chooseVariant(): Promise<TensorFlowVariant | null> {
  const obstacle = unsupported('gpu');
  const missing = obstacle === null ? missingGpuLibraries(await libraryPlaces()) : [];
  const forGpu = vscode.l10n.t('Install');
  const anyway = vscode.l10n.t('Install for the GPU Anyway');
  const forCpu = vscode.l10n.t('Install for the CPU');
  const size = vscode.l10n.t(
    'npm downloads about 400 MB into {0}, outside the extension. To uninstall it, delete that folder.',
    tensorFlowFolder(),
  );
  if (obstacle !== null) {
    const offered = unsupported('cpu') === null ? [forCpu] : [];
    const choice = await vscode.window.showErrorMessage(
      obstacle,
      { modal: true, detail: offered.length ? size : '' },
      ...offered,
    );
    return choice === forCpu ? 'cpu' : null;
  }
  if (missing.length === 0) {
    const question = vscode.l10n.t('Install TensorFlow ({0})?', tensorFlowPackages.gpu);
    const choice = await vscode.window.showInformationMessage(question, { modal: true, detail: size }, forGpu);
    return choice === forGpu ? 'gpu' : null;
  }
  const lacking = vscode.l10n.t(
    "TensorFlow's GPU engine needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1. Not found here: {0}.",
    missing.join(', '),
  );
  const detail = vscode.l10n.t(
    'Without them it runs on the processor, slower than CNN Lab itself. The device webgpu uses a graphics card without CUDA.',
  );
  const choice = await vscode.window.showWarningMessage(
    lacking,
    { modal: true, detail: `${detail}\n\n${size}` },
    forCpu,
    anyway,
  );
  if (choice === forCpu) return 'cpu';
  return choice === anyway ? 'gpu' : null;
}

function install(variant: TensorFlowVariant, log: vscode.LogOutputChannel): Thenable<InstalledTensorFlow | null> {
  const title = vscode.l10n.t('Installing TensorFlow');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const onOutput = (line: string) => {
      log.info(line);
      if (line.trim() !== '') progress.report({ message: line.trim() });
    };
    return installTensorFlow({ variant, onOutput, signal: stop.signal });
  });
}

async function offerTraining({ label }: InstalledTensorFlow): Promise<void> {
  const use = vscode.l10n.t('Train on It');
  const message = vscode.l10n.t('TensorFlow is installed. It computes on: {0}.', label);
  if ((await vscode.window.showInformationMessage(message, use)) === use) await chooseDevice('tfjs');
}

async function offerOutput(message: string, log: vscode.LogOutputChannel): Promise<void> {
  const show = vscode.l10n.t('Show Output');
  if ((await vscode.window.showErrorMessage(message, show)) === show) log.show();
}

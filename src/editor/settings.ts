/** The extension's settings, as package.json declares them. */
import * as vscode from 'vscode';
import type { DeviceChoice } from '../engine/deviceIds.ts';
import type { ShapeOrder } from '../model/format.ts';

const section = 'cnnLab';

function setting<T>(name: string, fallback: T): T {
  return vscode.workspace.getConfiguration(section).get(name, fallback);
}

export const settings = {
  shapeOrder: (): ShapeOrder => setting<ShapeOrder>('shapeOrder', 'channelsFirst'),
  device: (): DeviceChoice => setting<DeviceChoice>('device', 'auto'),
  /** `null` lets the trainer choose. */
  threads: (): number | null => setting('threads', 0) || null,
  maxConcurrentJobs: (): number => setting('maxConcurrentJobs', 1),
  /** In epochs. */
  checkpointEvery: (): number => Math.max(1, setting('checkpointEvery', 1)),
  /** Codes of warnings and notes to hide. */
  silencedProblems: (): readonly string[] => setting('silencedProblems', []),
  /** Limits for evaluating a model file, in milliseconds and bytes. */
  analysisLimits: () => ({
    deadline: setting('analysis.deadline', 1000),
    memory: setting('analysis.memoryLimit', 64) * 2 ** 20,
  }),
  /** Whether pictures may be animated: VS Code's own setting for reduced motion. */
  motion: (): boolean => vscode.workspace.getConfiguration('workbench').get('reduceMotion') !== 'on',
  /** VS Code's own limit of inlay hints per line, in characters; 0 for none. */
  hintLength: (): number => vscode.workspace.getConfiguration('editor.inlayHints').get('maximumLength', 43),
};

/** Sets the device for future trainings: in the folder if it has its own setting, else for all folders. */
export async function chooseDevice(device: DeviceChoice): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const isOfWorkspace = configuration.inspect('device')?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update('device', device, target);
}

/** Calls `listener` when one of our settings (named without `cnnLab.`) changes. */
export function onSettingChange(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${section}.${name}`))) listener();
  });
}

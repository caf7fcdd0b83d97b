/**
 * Where to look for TensorFlow's package for Node. It is never bundled: libtensorflow alone is larger than everything
 * of ours. *CNN: Install the TensorFlow GPU engine* puts it into a folder of the user that editor and command line
 * share; a project's own copy is used, too.
 */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';

/** The last release. */
export const tensorFlowVersion = '4.22.0';

export const tensorFlowPackages = { gpu: '@tensorflow/tfjs-node-gpu', cpu: '@tensorflow/tfjs-node' } as const;
export type TensorFlowVariant = keyof typeof tensorFlowPackages;

export interface TensorFlowPackage {
  readonly variant: TensorFlowVariant;
  readonly version: string;
  /** The package's folder. */
  readonly folder: string;
}

export interface UserFolders {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** The folder with a `node_modules` into which our command installs TensorFlow, by each system's convention. */
export function tensorFlowFolder({ env, platform, home }: UserFolders = here()): string {
  return path.join(dataFolder({ env, platform, home }), 'cnn-lab', 'tensorflow');
}

function dataFolder({ env, platform, home }: UserFolders): string {
  switch (platform) {
    case 'win32':
      return env.LOCALAPPDATA || path.join(home, 'AppData', 'Local');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support');
    default:
      return env.XDG_DATA_HOME || path.join(home, '.local', 'share');
  }
}

const here = (): UserFolders => ({ env: process.env, platform: process.platform, home: homedir() });

/**
 * The package for the GPU wherever it is, else that for the CPU; installed by our command before what the
 * folder `project` (of a model file) resolves. `null` as project: ours alone.
 */
export function findTensorFlow(project: string | null, installed = tensorFlowFolder()): TensorFlowPackage | null {
  for (const variant of ['gpu', 'cpu'] as const) {
    for (const find of [() => installedIn(installed, variant), () => project && resolvedFrom(project, variant)]) {
      const folder = find();
      if (folder) return { variant, folder, version: versionOf(folder) };
    }
  }
  return null;
}

function installedIn(folder: string, variant: TensorFlowVariant): string | null {
  const found = path.join(folder, 'node_modules', tensorFlowPackages[variant]);
  return existsSync(path.join(found, 'package.json')) ? found : null;
}

function resolvedFrom(folder: string, variant: TensorFlowVariant): string | null {
  try {
    const { resolve } = createRequire(path.join(folder, 'package.json'));
    return path.dirname(resolve(`${tensorFlowPackages[variant]}/package.json`));
  } catch {
    return null;
  }
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const isVersioned = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isVersioned ? String(manifest.version) : l10n.t('of no version');
}

/**
 * Installs TensorFlow on the user's request, with the npm of their PATH, outside the extension, where editor and
 * command line both find it. Whatever happens, a working installation stays: the old or the new one.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import { UserError } from '../../data/userError.ts';
import {
  findTensorFlow,
  type TensorFlowVariant,
  tensorFlowFolder,
  tensorFlowPackages,
  tensorFlowVersion,
} from '../../engine/tfjs/packages.ts';
import { tryDevice } from '../../engine/trial.ts';
import { processExists } from '../../training/runReader.ts';

export interface TensorFlowInstall {
  readonly variant: TensorFlowVariant;
  /** Receives the output of npm and the package's own script, line by line. */
  readonly onOutput: (line: string) => void;
  /** Cancels the installation, leaving nothing behind. */
  readonly signal: AbortSignal;
}

export interface InstalledTensorFlow {
  readonly folder: string;
  /** What it computes on. */
  readonly label: string;
}

/** Platforms that TensorFlow publishes its library for, as `platform-arch`. */
const supported: Readonly<Record<TensorFlowVariant, readonly string[]>> = {
  gpu: ['linux-x64', 'win32-x64'],
  cpu: ['linux-x64', 'win32-x64', 'darwin-x64'],
};

/** Why TensorFlow cannot be installed on a platform; `null` if it can. */
export function unsupported(variant: TensorFlowVariant, here = `${process.platform}-${process.arch}`): string | null {
  if (supported[variant].includes(here)) return null;
  return variant === 'gpu'
    ? l10n.t("TensorFlow's GPU engine runs on Linux and Windows, x64, with an NVIDIA GPU; this is {0}.", here)
    : l10n.t('TensorFlow for Node is published for Linux, Windows and macOS, x64; this is {0}.', here);
}

/** Resolves to `null` if `signal` cancelled it. Throws a `UserError`, with what to do, if it failed. */
export async function installTensorFlow(install: TensorFlowInstall): Promise<InstalledTensorFlow | null> {
  const obstacle = unsupported(install.variant);
  if (obstacle !== null) throw new UserError('unsupported-platform', obstacle);
  const target = tensorFlowFolder();
  const partial = `${target}.${process.pid}.partial`;
  try {
    await prepare(target, partial, tensorFlowPackages[install.variant]);
    await requireNpm(partial);
    await runNpm(install, partial);
    if (install.signal.aborted) return null;
    return await takeIntoUse(partial, target);
  } catch (error) {
    if (install.signal.aborted) return null;
    throw error;
  } finally {
    // What cannot be removed now is removed the next time.
    await rm(partial, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

/** Prepares an empty package to install into; removes what a killed installation has left. */
async function prepare(target: string, partial: string, name: string): Promise<void> {
  const parent = path.dirname(target);
  try {
    await mkdir(parent, { recursive: true });
    for (const name of await readdir(parent)) {
      const owner = /^tensorflow\.(\d+)\.(?:partial|old)$/.exec(name)?.[1];
      if (owner && (Number(owner) === process.pid || !processExists(Number(owner)))) {
        await rm(path.join(parent, name), { recursive: true, force: true });
      }
    }
    await mkdir(partial);
    // Newer versions of npm run the scripts of packages named here only.
    const manifest = { private: true, allowScripts: { [name]: true } };
    await writeFile(path.join(partial, 'package.json'), JSON.stringify(manifest));
  } catch (cause) {
    throw new UserError('not-writable', l10n.t('{0} cannot be written: {1}', parent, messageOf(cause)), { cause });
  }
}

async function runNpm({ variant, onOutput, signal }: TensorFlowInstall, folder: string): Promise<void> {
  const wanted = `${tensorFlowPackages[variant]}@${tensorFlowVersion}`;
  // Its install script fetches the library, and some users have scripts disabled.
  const options = ['--ignore-scripts=false', '--foreground-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  const args = ['install', wanted, ...options];
  onOutput(`${folder}> npm ${args.join(' ')}`);
  const child = startNpm(args, folder);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onOutput(line);
    });
  }
  const stop = () => endTree(child);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const code = await endOf(child).finally(() => signal.removeEventListener('abort', stop));
  if (code !== 0) throw new UserError('npm-failed', explainFailure(lines.join('\n'), code));
}

/** VS Code has no npm of its own, so it is the user's. */
async function requireNpm(folder: string): Promise<void> {
  const reason = await endOf(startNpm(['--version'], folder)).then(
    (code) => (code === 0 ? null : l10n.t('code {0}', String(code))),
    messageOf,
  );
  if (reason === null) return;
  throw new UserError(
    'npm-missing',
    l10n.t(
      'npm, which installs TensorFlow, was not found in the PATH ({0}). Install Node.js, which includes it, restart the editor or terminal, and try again.',
      reason,
    ),
  );
}

/** Resolves to its exit code; rejects if it cannot be started. */
const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

function startNpm(args: readonly string[], cwd: string): ChildProcess {
  // Otherwise npm's child processes would find an editor in place of Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const options: SpawnOptions = { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true };
  // On Windows npm is a shell script; elsewhere a process group can be ended as a whole.
  if (process.platform === 'win32') return spawn(['npm', ...args].join(' '), { ...options, shell: true });
  return spawn('npm', args, { ...options, detached: true });
}

/** Ends npm and what it has started. */
function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** What npm's errors mean, and what to do. */
export function explainFailure(output: string, code: number | null): string {
  const unreached =
    /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH) +([\w.:-]+)/.exec(output);
  if (unreached || /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ERR_SOCKET_TIMEOUT/.test(output)) {
    return l10n.t(
      'TensorFlow was not installed because {0} could not be reached. The package comes from the npm registry, its library (about 400 MB) from Google. Check the network and proxy (HTTPS_PROXY) and try again.',
      unreached?.[1] ?? l10n.t('a server'),
    );
  }
  if (/SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|CERT_/.test(output)) {
    return l10n.t(
      "TensorFlow was not installed because a server's certificate is not trusted, as behind some company proxies. Set NODE_EXTRA_CA_CERTS to its file and try again.",
    );
  }
  if (/ENOSPC/.test(output)) {
    return l10n.t(
      'TensorFlow was not installed because the disk is full. It needs 2 GB. Free some space, and try again.',
    );
  }
  if (/gyp ERR!/.test(output)) {
    return l10n.t(
      'TensorFlow was not installed: there is no prebuilt binding for this Node.js, and building one failed, which requires Python and a C++ compiler. See the output for details.',
    );
  }
  const first =
    /^npm (?:error|ERR!) (?!code |A complete log)(.+)$/m.exec(output)?.[1] ??
    l10n.t('npm ended with {0}', String(code));
  return l10n.t('TensorFlow was not installed: {0}. See the output for details.', first.replace(/\.$/, ''));
}

/** Replaces the old installation and tries the new one; if it does not work, the old one is restored. */
async function takeIntoUse(partial: string, target: string): Promise<InstalledTensorFlow> {
  const old = `${target}.${process.pid}.old`;
  const hadOne = await moved(target, old);
  await rename(partial, target);
  const { report } = await tryDevice('tfjs');
  if (report.error === null) {
    await rm(old, { recursive: true, force: true, maxRetries: 5 });
    return { folder: findTensorFlow(null)?.folder ?? target, label: report.label };
  }
  await rm(target, { recursive: true, force: true, maxRetries: 5 });
  if (hadOne) await rename(old, target);
  throw new UserError('does-not-load', l10n.t('TensorFlow was installed, but does not work here: {0}', report.error));
}

/** Resolves to false if there is nothing to move. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
    throw new UserError(
      'in-use',
      l10n.t('{0} is in use. Stop the training runs that use TensorFlow, and try again. ({1})', from, messageOf(cause)),
      { cause },
    );
  }
}

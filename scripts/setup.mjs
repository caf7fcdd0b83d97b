/**
 * Set-up, then hand-over: `node scripts/setup.mjs COMMAND …` makes sure that what package-lock.json asks for
 * is installed and runs scripts/COMMAND.ts under Node 24. Plain JavaScript without imports from
 * node_modules, as it runs before anything is installed and on any Node from 20 on.
 *
 * No package's install script runs (.npmrc), so every version of npm does the same: esbuild and Biome are
 * optional packages of this platform, Node 24 is one too, and onnxruntime-node's script would only download
 * CUDA.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`set-up: ${message}`);
  process.exit(1);
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>} */
const lockedPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Whether node_modules holds what the lock asks for; npm notes what it installed in a lock of its own. */
function isInstalled() {
  const installedLock = join(modules, '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = lockedPackages(installedLock);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' || installed[path]?.version === wanted.version || (wanted.optional && !installed[path]),
  );
}

function install() {
  console.error('set-up: installing packages (npm ci)');
  // Windows cannot delete the node.exe that runs this, which `npm ci` would do.
  const action = windows && process.execPath.startsWith(modules) ? 'install' : 'ci';
  const result = spawnSync('npm', [action, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (result.error) fail(`npm cannot be started (${result.error.message}). It comes with Node: https://nodejs.org`);
  if (result.status !== 0) fail(`npm ${action} ended with ${result.status ?? result.signal}; its messages are above.`);
}

/** Node 24 of this platform from npm, or the Node that runs this where it is new enough. */
function findNode() {
  const names = [
    `node-${windows ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of names) {
    const file = join(modules, name, 'bin', windows ? 'node.exe' : 'node');
    if (existsSync(file)) return file;
  }
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return fail(
    `npm has no Node 24 for ${process.platform} ${process.arch}, and this is Node ${process.versions.node}: install Node 24.`,
  );
}

if (Number.parseInt(process.versions.node, 10) < 20)
  fail(`Node 20 or newer is needed; this is ${process.versions.node}.`);
if (!isInstalled()) install();
const node = findNode();

const [command, ...rest] = process.argv.slice(2);
if (command !== undefined) {
  const script = join(root, 'scripts', `${command}.ts`);
  if (!existsSync(script)) {
    const commands = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.ts'));
    fail(`no command '${command}'; there are ${commands.map((name) => name.slice(0, -3)).join(', ')}.`);
  }
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(node, [script, ...rest], { cwd: root, stdio: 'inherit', env });
  // Ctrl-C reaches the child by itself; it decides what to do, and this waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

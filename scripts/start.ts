/**
 * `npm start [-- --web] [-- --port N]`: builds, then opens VS Code with the extension and examples/lenet5.cnn.ts. Uses
 * desktop VS Code if it is installed and there is a display, else (or with --web) VS Code from npm in a browser, which
 * runs until Ctrl-C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { cache, root } from './paths.ts';
import { findInPath } from './vscode/install.ts';
import { dataFolders, linkExtension, startServer, writeSettings } from './vscode/server.ts';

const examples = join(root, 'examples');
const example = join(examples, 'lenet5.cnn.ts');
const { values } = parseArgs({ options: { web: { type: 'boolean' }, port: { type: 'string' } } });

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function findDesktopVSCode(): string | null {
  if (process.platform === 'win32') return spawnSync('where', ['code.cmd']).status === 0 ? 'code.cmd' : null;
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  return findInPath('code') ?? (existsSync(mac) ? mac : null);
}

function openDesktop(code: string): void {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, examples, example];
  const quoted = process.platform === 'win32' ? args.map((argument) => `"${argument}"`) : args;
  const { status, error } = spawnSync(code, quoted, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${code} could not open: ${error?.message ?? `exit code ${status}`}`);
  console.log('VS Code is open. Press F1 and choose "CNN: Train model", or the ▷ in the title of the editor.');
}

async function openInBrowser(): Promise<void> {
  const data = join(cache, 'start');
  if (!existsSync(dataFolders(data).settings)) {
    await writeSettings(data, {
      // Leaves room on the right for the training panel.
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      // The examples are a folder of this checkout, which VS Code would ask about.
      'git.openRepositoryInParentFolders': 'never',
      'telemetry.telemetryLevel': 'off',
    });
  }
  const port = values.port === undefined ? 0 : Number(values.port);
  await linkExtension(data, root);
  const server = await startServer(data, { workspaceTrust: false, testDriver: false, port });
  const address = server.address({ folder: examples, openFile: example });
  console.log(`VS Code is running at\n\n  ${address}\n\nPress Ctrl-C to end it.`);
  const opener = process.platform === 'darwin' ? 'open' : findInPath('xdg-open');
  if (opener && hasDisplay) spawn(opener, [address], { stdio: 'ignore', detached: true }).unref();
  server.process.on('exit', (code) => {
    console.error(`VS Code's server has ended (exit code ${code}).`);
    process.exit(1);
  });
}

await build();
const desktop = !values.web && hasDisplay ? findDesktopVSCode() : null;
if (desktop) openDesktop(desktop);
else await openInBrowser();

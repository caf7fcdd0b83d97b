/** VS Code's server from npm: started, and addressed with a folder, a file and an extension in development. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureVSCode } from './install.ts';
import { startGroup, stopGroup } from './processes.ts';

/** Folders that one VS Code keeps its state in, all under `data`. */
export const dataFolders = (data: string) => ({
  server: join(data, 'server'),
  user: join(data, 'server', 'data'),
  settings: join(data, 'server', 'data', 'User', 'settings.json'),
  machineSettings: join(data, 'server', 'data', 'Machine', 'settings.json'),
  logs: join(data, 'server', 'data', 'logs'),
  extensions: join(data, 'extensions'),
});

function dataArguments(data: string): string[] {
  const { server, user, extensions } = dataFolders(data);
  return ['--server-data-dir', server, '--user-data-dir', user, '--extensions-dir', extensions];
}

type Settings = Readonly<Record<string, unknown>>;

/** Settings of the user, and those that VS Code in a browser takes from the machine alone. */
export async function writeSettings(data: string, user: Settings, machine: Settings = {}): Promise<void> {
  const { settings, machineSettings } = dataFolders(data);
  for (const [file, values] of [
    [settings, user],
    [machineSettings, machine],
  ] as const) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(values, null, 2));
  }
}

export async function installVsix(data: string, vsix: string): Promise<void> {
  const args = [join(ensureVSCode(), 'out', 'server-main.js'), ...dataArguments(data), '--install-extension', vsix];
  const child = startGroup(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`VS Code could not install ${vsix} (exit code ${code}).`);
}

/**
 * Makes the extension in a folder, with what was built of it, one that is installed, by a link. People meet it so:
 * under development it needs the test driver, to which VS Code shows no notifications.
 */
export async function linkExtension(data: string, folder: string): Promise<void> {
  const { extensions } = dataFolders(data);
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const { publisher, name, version }: Record<'publisher' | 'name' | 'version', string> = JSON.parse(text);
  const id = `${publisher}.${name}`;
  const relativeLocation = `${id}-${version}`;
  const link = join(extensions, relativeLocation);
  await mkdir(extensions, { recursive: true });
  await rm(link, { force: true });
  await symlink(folder, link);
  const location = { scheme: 'file', path: link };
  const installed = [{ identifier: { id }, version, location, relativeLocation }];
  await writeFile(join(extensions, 'extensions.json'), JSON.stringify(installed));
}

export interface ServerOptions {
  /** Without workspace trust there is no Restricted Mode. */
  readonly workspaceTrust: boolean;
  /** Lets pages take an extension under development, and hides notifications. */
  readonly testDriver: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

export interface PageOptions {
  /** Absolute paths. */
  readonly folder: string;
  readonly openFile?: string | undefined;
  readonly extension?: string | undefined;
}

export interface VSCodeServer {
  readonly process: ChildProcess;
  /** Address of a page that shows a folder, a file in front, and an extension under development. */
  address(options: PageOptions): string;
}

export async function startServer(data: string, options: ServerOptions): Promise<VSCodeServer> {
  const token = randomBytes(16).toString('hex');
  const args = [
    join(ensureVSCode(), 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-experiments'],
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...['--reconnection-grace-time', '5'],
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...dataArguments(data),
  ];
  const child = startGroup(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const host = await boundAddress(child).catch(async (error: Error) => {
    await stopGroup(child);
    throw error;
  });
  return {
    process: child,
    address({ folder, openFile, extension }) {
      const remote = (path: string) => `vscode-remote://${host}${path}`;
      // VS Code's own welcome page stays away, whatever the settings say.
      const payload = [
        ['skipWelcome', 'true'],
        ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
        ...(openFile ? [['openFile', remote(openFile)]] : []),
      ];
      return `http://${host}/?${new URLSearchParams({ tkn: token, folder, payload: JSON.stringify(payload) })}`;
    },
  };
}

/** Waits for the server to say where it listens. */
function boundAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-10_000);
      const bound = /Server bound to (127\.0\.0\.1:\d+)/.exec(said);
      if (bound?.[1]) resolve(bound[1]);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`VS Code's server ended with ${code}:\n${said}`)));
  });
}

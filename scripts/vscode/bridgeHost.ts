/** The runner's end of the bridge to the extension host. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type BridgeFunctions, connect, type RunnerFunctions } from './bridgeProtocol.ts';
import { dataFolders } from './server.ts';

export type VSCodeApi = typeof import('vscode');

const mochaPath = createRequire(import.meta.url).resolve('mocha');

/** Listens for the bridge; calls go to the extension host that connected last. */
export async function listenForBridge(path: string) {
  type Bridge = ReturnType<typeof connect<BridgeFunctions, RunnerFunctions>>;
  let current = deferred<Bridge>();
  let connected = false;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (connected) current = deferred();
    connected = true;
    current.resolve(connect<BridgeFunctions, RunnerFunctions>(socket, { print: (line) => console.log(line) }));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    /** Resolves when the next extension host connects: ask before it starts. */
    async next(): Promise<void> {
      if (connected) current = deferred();
      connected = false;
      await withDeadline(current.promise, 60_000, 'The extension host did not start within a minute.');
    },
    async evaluate<Result, Argument>(
      call: (vscode: VSCodeApi, argument: Argument) => Result | PromiseLike<Result>,
      argument?: Argument,
    ): Promise<Result> {
      return (await (await current.promise).evaluate(call.toString(), argument)) as Result;
    },
    runTests: async (bundle: string) => (await current.promise).runTests(bundle, mochaPath),
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function withDeadline<Value>(promise: Promise<Value>, milliseconds: number, message: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

/** Puts the bridge among the installed extensions: the page takes one extension in development only. */
export async function installBridge(data: string): Promise<void> {
  const folder = join(dataFolders(data).extensions, 'cnn-lab.test-bridge-0.0.0');
  const manifest = {
    name: 'test-bridge',
    publisher: 'cnn-lab',
    version: '0.0.0',
    engines: { vscode: '^1.105.0' },
    main: './bridge.cjs',
    activationEvents: ['*'],
    extensionKind: ['workspace'],
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  await build({
    entryPoints: [join(import.meta.dirname, 'bridge.ts')],
    outfile: join(folder, 'bridge.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    define: { 'import.meta.url': '__filename' },
  });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

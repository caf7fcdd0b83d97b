/**
 * A second extension, loaded beside ours in tests only: it lets the runner call the `vscode` API in the
 * extension host and run mocha there. It connects again by itself after a reload of the window.
 */
import { createConnection } from 'node:net';
import { runInThisContext } from 'node:vm';
import * as vscode from 'vscode';
import { type BridgeFunctions, connect, type RunnerFunctions, socketVariable } from './bridgeProtocol.ts';
import { runTests } from './hostMocha.ts';

export function activate(context: vscode.ExtensionContext): void {
  const path = process.env[socketVariable];
  if (!path) throw new Error(`${socketVariable} is not set: this extension is for tests only.`);
  const socket = createConnection(path);
  socket.on('error', () => socket.destroy());
  const runner = connect<RunnerFunctions, BridgeFunctions>(socket, {
    evaluate: async (source, argument) => runInThisContext(`(${source})`)(vscode, argument),
    runTests: (bundle, mocha) => runTests(bundle, mocha, (line) => void runner.print(line)),
  });
  context.subscriptions.push({ dispose: () => socket.destroy() });
}

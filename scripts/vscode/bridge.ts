/**
 * A second extension, loaded beside ours in tests only: it lets the runner call the `vscode` API in the
 * extension host and run mocha there. It connects again by itself after a reload of the window.
 */
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { format } from 'node:util';
import { runInThisContext } from 'node:vm';
import type MochaModule from 'mocha';
import * as vscode from 'vscode';
import type { TestCounts } from '../countingReporter.ts';
import { type BridgeFunctions, connect, type RunnerFunctions, socketVariable } from './bridgeProtocol.ts';

const require = createRequire(import.meta.url);

export function activate(context: vscode.ExtensionContext): void {
  const path = process.env[socketVariable];
  if (!path) throw new Error(`${socketVariable} is not set: this extension is for tests only.`);
  const socket = createConnection(path);
  socket.on('error', () => socket.destroy());
  const runner = connect<RunnerFunctions, BridgeFunctions>(socket, {
    evaluate: async (source, argument) => runInThisContext(`(${source})`)(vscode, argument),
    runTests: (bundle, mocha) => runTests(bundle, require(mocha), (line) => void runner.print(line)),
  });
  context.subscriptions.push({ dispose: () => socket.destroy() });
}

function runTests(bundle: string, Mocha: typeof MochaModule, print: (line: string) => void): Promise<TestCounts> {
  const mocha = new Mocha({ timeout: 60_000, forbidOnly: true });
  // Set here rather than by the reporter: console.log of an extension host reaches no terminal.
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => print(format(...values));
  mocha.suite.emit('pre-require', globalThis, bundle, mocha);
  require(bundle);
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
}

/** What the runner and the bridge extension inside VS Code say to each other: lines of JSON on a local socket. */
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { TestCounts } from '../testCounts.ts';

/** Environment variable with the runner's socket, read by the bridge. */
export const socketVariable = 'CNN_LAB_TEST_SOCKET';

/** Offered by the bridge, in the extension host. */
export interface BridgeFunctions {
  /** Calls a function, given as text, with the `vscode` API and a JSON value. */
  evaluate(source: string, argument: unknown): Promise<unknown>;
  /** Runs a bundle of mocha tests in the extension host; both arguments are paths. */
  runTests(bundle: string, mocha: string): Promise<TestCounts>;
}

/** Offered by the runner. */
export interface RunnerFunctions {
  /** A line of the tests' output. */
  print(line: string): void;
}

/** Connects one end of the socket; a call under way when it closes is rejected. */
export function connect<Remote extends object, Local extends object>(
  socket: Socket,
  functions: Local,
): BirpcReturn<Remote, Local> {
  const lines = createInterface({ input: socket });
  const rpc = createBirpc<Remote, Local>(functions, {
    post: (line: string) => socket.write(`${line}\n`),
    on: (receive) => lines.on('line', receive),
    serialize: (message) => JSON.stringify(message, (_, value) => (value instanceof Error ? value.stack : value)),
    deserialize: (line: string) => JSON.parse(line),
    timeout: 600_000,
  });
  socket.on('close', () => rpc.$close(new Error('The extension host is gone.')));
  return rpc;
}

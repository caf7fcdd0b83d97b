/** Typed two-way calls (birpc) between this webview and the extension host. */
import { type BirpcReturn, createBirpc } from 'birpc';
import { refusals } from '../src/panels/refusals.ts';
import { vscode } from './vscode.ts';

/**
 * Calls the host's functions `Remote`; a call not answered within `timeout` milliseconds is rejected, with -1 never.
 */
export function connectHost<Remote extends object, Local extends object>(
  local: Local,
  { timeout = 60_000 } = {},
): BirpcReturn<Remote, Local> {
  return createBirpc<Remote, Local>(local, {
    ...refusals,
    post: (message) => vscode.postMessage(message),
    on: (receive) => window.addEventListener('message', (event) => receive(event.data)),
    timeout,
  });
}

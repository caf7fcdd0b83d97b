/**
 * Typed two-way calls (birpc) over a local socket, one JSON message per line. Every request settles: when the socket
 * closes, pending ones are rejected.
 */
import type { Socket } from 'node:net';
import { type BirpcReturn, createBirpc } from 'birpc';

/** Calls the other side's functions `Remote`; `$close()` ends the connection. */
export type Channel<Remote extends object, Local extends object> = BirpcReturn<Remote, Local>;

export function openChannel<Remote extends object, Local extends object>(
  socket: Socket,
  functions: Local,
): Channel<Remote, Local> {
  let receive: (line: string) => void = () => undefined;
  const channel = createBirpc<Remote, Local>(functions, {
    post: (line: string) => {
      socket.write(`${line}\n`);
    },
    on: (listener) => {
      receive = listener;
    },
    serialize: (message) => JSON.stringify(message, plainError),
    deserialize: (line: string) => reviveError(JSON.parse(line)),
    // No timeout: a request waits for its work, or for the socket to close.
    timeout: -1,
  });
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) receive(line);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    if (!channel.$closed) channel.$close(new Error('The other process has closed the connection.'));
  });
  return channel;
}

/** An `Error` has no JSON representation. */
function plainError(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message } : value;
}

/** birpc's field `e` of an answer carries the error. */
function reviveError(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('e' in message)) return message;
  const { e } = message;
  if (typeof e !== 'object' || e === null || !('message' in e)) return message;
  return { ...message, e: new Error(String(e.message)) };
}

/** The local socket of a running trainer: tells watchers when to look at the run folder, and accepts *stop*. */

import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import { UserError } from '../../data/userError.ts';
import { newTrainerSocket } from '../../training/trainerSocket.ts';
import { type Channel, openChannel } from '../socket.ts';
import type { TrainerFunctions, WatcherFunctions } from './protocol.ts';

export class TrainerServer {
  /** The address that watchers connect to. */
  readonly path: string;
  readonly #folder: string | null;
  readonly #server: Server;
  readonly #watchers = new Map<Socket, Channel<WatcherFunctions, TrainerFunctions>>();
  readonly #stopped: Promise<void>;
  #settleStopped: () => void = () => undefined;

  private constructor(socketPath: string, folder: string | null, onStop: () => void) {
    this.path = socketPath;
    this.#folder = folder;
    this.#stopped = new Promise((resolve) => {
      this.#settleStopped = resolve;
    });
    const functions: TrainerFunctions = {
      stop: async () => {
        onStop();
        await this.#stopped;
      },
    };
    this.#server = createServer((socket) => {
      this.#watchers.set(socket, openChannel<WatcherFunctions, TrainerFunctions>(socket, functions));
      socket.on('close', () => this.#watchers.delete(socket));
    });
  }

  /**
   * `onStop` is called when a watcher asks to stop; that request settles when the server closes. Throws a `UserError`
   * if no socket can be created in the temporary folder.
   */
  static async start(onStop: () => void): Promise<TrainerServer> {
    try {
      const { path, folder } = await newTrainerSocket();
      const server = new TrainerServer(path, folder, onStop);
      await new Promise<void>((resolve, reject) => {
        server.#server.once('error', reject);
        server.#server.listen(path, resolve);
      });
      return server;
    } catch (cause) {
      const why = messageOf(cause);
      const message = l10n.t(
        'The trainer cannot create its socket in the temporary folder {0}: {1}. Free some space there, or set the environment variable TMPDIR to another folder.',
        tmpdir(),
        why,
      );
      throw new UserError('no-socket', message, { cause });
    }
  }

  /** Tells every watcher that the run folder has changed. */
  changed(): void {
    for (const watcher of this.#watchers.values()) watcher.changed.asEvent().catch(() => undefined);
  }

  /** Settles requests to stop, then closes the connections. */
  async close(): Promise<void> {
    this.#settleStopped();
    // Lets the answers out before the connections end.
    await new Promise((resolve) => setImmediate(resolve));
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#watchers.keys()) socket.end();
    const deadline = setTimeout(() => {
      for (const socket of this.#watchers.keys()) socket.destroy();
    }, 1000);
    await closed;
    clearTimeout(deadline);
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }
}

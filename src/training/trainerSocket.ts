/**
 * The sockets of running trainers. Run folders come with any workspace that is opened, and must not choose what we
 * connect to: not another host, not another program's socket, not a network share that would receive our credentials.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folderPrefix = 'cnn-lab-';
const socketName = 'trainer.sock';
const pipePrefix = '\\\\.\\pipe\\cnn-lab-';

export interface TrainerSocket {
  readonly path: string;
  /** To be removed with the socket; `null` for a Windows pipe. */
  readonly folder: string | null;
}

export async function newTrainerSocket(): Promise<TrainerSocket> {
  if (process.platform === 'win32') return { path: `${pipePrefix}${randomBytes(12).toString('hex')}`, folder: null };
  // Socket paths end at about 108 bytes; the folder is readable by this user only.
  const folder = await mkdtemp(path.join(tmpdir(), folderPrefix));
  return { path: path.join(folder, socketName), folder };
}

/** Whether this is the path of a socket as `newTrainerSocket` makes them on this machine. */
export function isTrainerSocket(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (process.platform === 'win32')
    return value.startsWith(pipePrefix) && /^[0-9a-f]+$/.test(value.slice(pipePrefix.length));
  const [folder = '', name, ...deeper] = path.relative(tmpdir(), value).split(path.sep);
  const isPlain = path.isAbsolute(value) && path.normalize(value) === value;
  return isPlain && /^cnn-lab-\w+$/.test(folder) && name === socketName && deeper.length === 0;
}

/** Crash-safe files: complete or absent, whenever the power fails. */

import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { messageOf } from './errorMessage.ts';
import { UserError } from './userError.ts';

/** The system code of a failed file operation (`ENOSPC`, `EACCES` …); `null` for any other error. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function remedyOf(code: string): string | undefined {
  switch (code) {
    case 'ENOSPC':
      return l10n.t('the disk is full. Free some space, then resume the run.');
    case 'EDQUOT':
      return l10n.t('your disk quota is used up. Free some space, then resume the run.');
    case 'EROFS':
      return l10n.t('the folder is read-only. Choose another with --out.');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission denied. Change its permissions or choose another folder with --out.');
    case 'ENOTDIR':
    case 'EEXIST':
      return l10n.t('a part of this path is a file, not a folder. Choose another folder with --out.');
    case 'ENOENT':
      return l10n.t('this folder does not exist and cannot be created. Choose another with --out.');
    default:
      return undefined;
  }
}

/** A failed write in the user's terms; errors that have nothing to do with the disk are returned unchanged. */
export function writeError(file: string, error: unknown): unknown {
  const code = systemCode(error);
  const remedy = code === null ? undefined : remedyOf(code);
  if (code === null || remedy === undefined) return error;
  const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'not-writable';
  return new UserError(kind, l10n.t('Cannot write {0}: {1} ({2})', file, remedy, code), { cause: error });
}

/** Writes to a file beside the target, flushes it to the disk and renames it into place. */
export async function writeFileAtomically(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(file, error);
  }
}

/**
 * What Windows reports while another program has the file open: a virus scanner, an indexer, one of our own readers.
 */
const inUse: readonly (string | null)[] = ['EPERM', 'EACCES', 'EBUSY'];

export interface Replacing {
  readonly platform?: NodeJS.Platform;
  /** How long to keep trying, in milliseconds. */
  readonly patience?: number;
  readonly move?: (from: string, to: string) => Promise<void>;
}

/** Renames, replacing what is there; on Windows this waits for whoever is reading it. */
export async function replace(
  from: string,
  to: string,
  { platform = process.platform, patience = 2000, move = rename }: Replacing = {},
): Promise<void> {
  const end = performance.now() + patience;
  for (let pause = 5; ; pause = Math.min(2 * pause, 100)) {
    try {
      return await move(from, to);
    } catch (error) {
      if (platform !== 'win32' || !inUse.includes(systemCode(error)) || performance.now() >= end) throw error;
      await delay(pause);
    }
  }
}

/** Turns any name into one that every file system accepts: `my net?` → `my-net-`. */
export const fileName = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);

/** Creates the folder if it is missing. Throws a `UserError` ending in `remedy` if it is not empty. */
export async function makeEmptyFolder(folder: string, remedy: string): Promise<void> {
  let entries: string[];
  try {
    await mkdir(folder, { recursive: true });
    entries = await readdir(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  if (entries.length === 0) return;
  const [first = ''] = entries;
  const held = entries.length > 1 ? l10n.t('{0} and {1} more', first, entries.length - 1) : first;
  throw new UserError('out-not-empty', l10n.t('{0} is not empty: it contains {1}. {2}', folder, held, remedy));
}

export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFileAtomically(file, async (handle) => {
    await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
  });
}

/** The parsed JSON of a file; `null` if there is no such file. */
export async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError('file-damaged', l10n.t('{0} is damaged: {1}', file, messageOf(error)));
  }
}

/** Flushes a rename in this folder to the disk. Windows cannot open folders and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

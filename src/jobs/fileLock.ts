/**
 * A lock between processes that dies with its owner: a folder containing a file named after the owner. A folder cannot
 * be renamed onto one that is not empty, so only one becomes the lock; and the file's name is unique, so whoever
 * removes a dead owner's file never removes the next owner's.
 */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../data/files.ts';
import { processExists } from '../training/runReader.ts';

/** Work under a lock takes milliseconds; an owner that holds it for this long hangs or is gone. */
const staleAfter = 10_000;
const retryEvery = 15;

/** Error codes for a folder that is not empty or, on Windows, that exists or is in use. */
const held: readonly (string | null)[] = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'];

/** Runs `work` while holding the lock; waits for its turn. */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const owner = `${process.pid}.${randomUUID()}`;
  const ours = `${lock}.${owner}`;
  await mkdir(ours);
  try {
    await sweep(lock);
    await writeFile(path.join(ours, owner), '');
    while (!(await acquire(lock, ours, owner))) await delay(retryEvery);
  } catch (error) {
    await rm(ours, { recursive: true, force: true });
    throw error;
  }
  try {
    return await work();
  } finally {
    await release(lock, owner);
  }
}

/** Makes our folder the lock, unless the lock has an owner. */
async function acquire(lock: string, ours: string, owner: string): Promise<boolean> {
  // The file's age is to be the time the lock is held, without the time waited for it.
  await utimes(path.join(ours, owner), new Date(), new Date());
  try {
    await rename(ours, lock);
    return true;
  } catch (error) {
    if (!held.includes(systemCode(error))) throw error;
  }
  const owners = await readdir(lock).catch(unless('ENOENT', ...held));
  for (const other of owners ?? []) if (await isStale(lock, other)) await release(lock, other);
  // On Windows, nothing can be renamed onto an empty folder either.
  if (owners?.length === 0) await removeEmpty(lock);
  return false;
}

async function release(lock: string, owner: string): Promise<void> {
  await rm(path.join(lock, owner), { force: true });
  await removeEmpty(lock);
}

const removeEmpty = (lock: string) => rmdir(lock).catch(unless('ENOENT', ...held));

async function isStale(lock: string, owner: string): Promise<boolean> {
  const file = await stat(path.join(lock, owner)).catch(unless('ENOENT'));
  return file !== null && (isOld(file) || !processExists(Number.parseInt(owner, 10)));
}

/** Removes what processes left behind that were killed while they waited. */
async function sweep(lock: string): Promise<void> {
  const prefix = `${path.basename(lock)}.`;
  for (const name of await readdir(path.dirname(lock))) {
    const owner = name.slice(prefix.length);
    if (!name.startsWith(prefix) || !/^\d+\.[0-9a-f-]{36}$/.test(owner)) continue;
    const folder = path.join(path.dirname(lock), name);
    if (await isAbandoned(folder, owner)) await rm(folder, { recursive: true }).catch(unless('ENOENT', ...held));
  }
}

/**
 * One that waits renews its file's time again and again. That counts as well as the process, which we would not see if
 * it ran in another container.
 */
async function isAbandoned(folder: string, owner: string): Promise<boolean> {
  const file = path.join(folder, owner);
  const found = (await stat(file).catch(unless('ENOENT', 'ENOTDIR'))) ?? (await stat(folder).catch(unless('ENOENT')));
  return found !== null && isOld(found) && !processExists(Number.parseInt(owner, 10));
}

const isOld = ({ mtimeMs }: Stats): boolean => Date.now() - mtimeMs > staleAfter;

/** `null` for errors with these codes; rethrows any other error. */
const unless =
  (...codes: readonly (string | null)[]) =>
  (error: unknown): null => {
    if (!codes.includes(systemCode(error))) throw error;
    return null;
  };

/** One owner at a time, over processes: a file that only one can create, and that dies with its owner. */
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../data/files.ts';
import { processExists } from '../training/runReader.ts';

/** What is done under a lock takes milliseconds; an owner that holds it this long has hung or is gone. */
const staleAfter = 10_000;
const retryEvery = 15;

/** Does `work` while no other process holds the lock; waits for its turn. */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await acquire(lock))) await delay(retryEvery);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    if (await isStale(lock)) await rm(lock, { force: true });
    return false;
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    const owner = Number(await readFile(lock, 'utf8'));
    // The owner writes its number just after creating the file.
    return Date.now() - mtimeMs > staleAfter || (owner > 0 && !processExists(owner));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

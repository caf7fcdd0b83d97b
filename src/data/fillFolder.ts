/** The folder that a command writes its results into: filled completely, or left as it was. */
import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { makeEmptyFolder } from './files.ts';

/**
 * Has `fill` write into a folder that is new or empty, telling each file before it writes it. If that fails, those
 * files are removed, and the folders that were made for them, unless something else is in them by now. Throws a
 * `UserError` ending in `remedy` if the folder is not empty.
 */
export async function fillFolder<T>(
  folder: string,
  remedy: string,
  fill: (tell: (file: string) => void) => Promise<T>,
): Promise<T> {
  const isNew = !existsSync(folder);
  await makeEmptyFolder(folder, remedy);
  const files: string[] = [];
  try {
    return await fill((file) => files.push(file));
  } catch (error) {
    for (const file of files) await rm(file, { force: true });
    const inside = new Set(files.map((file) => path.dirname(file)).filter((each) => each !== folder));
    for (const each of [...inside, ...(isNew ? [folder] : [])]) await rmdir(each).catch(() => undefined);
    throw error;
  }
}

/** Whether files still hold the texts that a model was made of. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { withoutMark } from './sourceText.ts';

/** Of texts in their order, without byte order marks. */
export function digestOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n`).update(text);
  return hash.digest('base64');
}

/** Of files as they are on the disk. Rejects where one cannot be read. */
export async function digestOnDisk(files: readonly string[]): Promise<string> {
  return digestOf(await Promise.all(files.map(async (file) => withoutMark(await readFile(file, 'utf8')))));
}

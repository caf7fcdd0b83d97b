/** Finds the run folders of a workspace, wherever in it their model files are. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { runsFolder } from './runReader.ts';

/** Folders of installed or generated files, which are not searched. */
const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git', '.cnn-lab']);

/** Deepest level of folders to search. */
const deepest = 8;

/** Absolute paths of run folders, in no order. Links and unreadable folders are skipped. */
export async function findRuns(folder: string, depth = 0): Promise<readonly string[]> {
  const inside = (await foldersIn(folder)).map(({ name }) => name);
  const runs = runsFolder(folder);
  const own = inside.includes('.cnn-lab') ? (await foldersIn(runs)).map(({ name }) => path.join(runs, name)) : [];
  if (depth === deepest) return own;
  const others = inside.filter((name) => !passedOver.has(name)).map((name) => path.join(folder, name));
  const found = await Promise.all(others.map((other) => findRuns(other, depth + 1)));
  return [...own, ...found.flat()];
}

async function foldersIn(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory());
}

/** The declarations of `'cnn-lab'` in a folder that is set up: a copy of those that come with the extension. */
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export const typesIn = (folder: string): string => path.join(folder, '.cnn-lab', 'types');

/** Files of an earlier version are removed. */
export async function writeTypes(declarations: string, folder: string): Promise<void> {
  await cp(declarations, typesIn(folder), { recursive: true });
  const ours = new Set(await filesOf(declarations));
  const others = (await filesOf(typesIn(folder))).filter((name) => !ours.has(name));
  for (const name of others) await rm(path.join(typesIn(folder), name));
}

/** Renews them if the folder has those of another version. Resolves to whether it had. */
export async function refreshTypes(declarations: string, folder: string): Promise<boolean> {
  const ours = await filesOf(declarations);
  const theirs = await filesOf(typesIn(folder)).catch((): string[] => []);
  // Without an index the folder is not set up, or not by us.
  if (!theirs.includes('index.d.ts')) return false;
  const isSame = async (name: string): Promise<boolean> => {
    const [own, there] = [declarations, typesIn(folder)].map((place) => readFile(path.join(place, name)));
    return (await own!).equals(await there!);
  };
  if (ours.join() === theirs.join() && (await Promise.all(ours.map(isSame))).every(Boolean)) return false;
  await writeTypes(declarations, folder);
  return true;
}

const filesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.d.ts')).sort();

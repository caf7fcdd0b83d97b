/** The declarations of `'cnn-lab'` that a folder is set up with: a copy of those that the extension carries. */
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export const typesIn = (folder: string): string => path.join(folder, '.cnn-lab', 'types');

/** What an earlier version has left there goes. */
export async function writeTypes(declarations: string, folder: string): Promise<void> {
  await cp(declarations, typesIn(folder), { recursive: true });
  const ours = new Set(await filesOf(declarations));
  const others = (await filesOf(typesIn(folder))).filter((name) => !ours.has(name));
  for (const name of others) await rm(path.join(typesIn(folder), name));
}

/** Writes them anew where the folder has those of another version. Resolves to whether it had. */
export async function refreshTypes(declarations: string, folder: string): Promise<boolean> {
  const ours = await filesOf(declarations);
  const theirs = await filesOf(typesIn(folder)).catch((): string[] => []);
  // A folder without an index is not set up, or not by us.
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

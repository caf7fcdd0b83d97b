import path from 'node:path';

/** The folder that imports of a model file must not leave: where the command runs, else the file's own. */
export function workspaceOf(modelFile: string): string {
  const relative = path.relative(process.cwd(), modelFile);
  const inside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return inside ? process.cwd() : path.dirname(modelFile);
}

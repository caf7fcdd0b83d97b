import path from 'node:path';

/**
 * The folder that a model file's imports must not leave: the working directory if it contains the file, else the file's
 * own folder.
 */
export function workspaceOf(modelFile: string): string {
  const relative = path.relative(process.cwd(), modelFile);
  const inside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return inside ? process.cwd() : path.dirname(modelFile);
}

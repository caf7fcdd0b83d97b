/** A small package in TensorFlow's place: the pure-JavaScript one of the checkout under its name. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type TensorFlowVariant, tensorFlowPackages } from '../../../src/engine/tfjs/packages.ts';

const pureJavaScript = createRequire(import.meta.url).resolve('@tensorflow/tfjs');

/** Its code: it needs, as the real one does, a function that Node ≥ 23 lacks. `more` comes after it. */
export const fakeTensorFlowCode = (more = '') => `
if (require('util').isNullOrUndefined(null) !== true) throw new Error('util.isNullOrUndefined is wrong');
module.exports = require(${JSON.stringify(pureJavaScript)});
${more}
`;

export const fakeTensorFlowManifest = (variant: TensorFlowVariant, version = '4.22.0') =>
  JSON.stringify({ name: tensorFlowPackages[variant], version, main: 'index.js' });

/** Puts it into the `node_modules` of a folder; gives the package's own folder. */
export async function writeFakeTensorFlow(
  into: string,
  variant: TensorFlowVariant,
  { version = '4.22.0', code = fakeTensorFlowCode() } = {},
): Promise<string> {
  const folder = path.join(into, 'node_modules', tensorFlowPackages[variant]);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), fakeTensorFlowManifest(variant, version));
  await writeFile(path.join(folder, 'index.js'), code);
  return folder;
}

/** Lets data of the user be looked for in `folder` alone, here and in child processes; gives what undoes it. */
export function useDataFolder(folder: string): () => void {
  const names = ['XDG_DATA_HOME', 'LOCALAPPDATA', 'HOME'];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = folder;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

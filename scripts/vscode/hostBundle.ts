/** The tests that run inside an extension host, as one file. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { out, root } from '../paths.ts';

/** Bundles test/vscode/`NAME.vscode.ts`, those whose name contains one of `names`, all without any; gives the path. */
export async function bundleHostTests(names: readonly string[]): Promise<string> {
  const files = globSync('test/vscode/**/*.vscode.ts', { cwd: root })
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    .sort();
  const bundle = join(out, 'vscode-tests.cjs');
  await build({
    stdin: { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: root },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
  });
  return bundle;
}

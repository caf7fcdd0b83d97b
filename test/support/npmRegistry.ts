/** A local package registry with one version of each given package, from which npm can install. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface NpmRegistry {
  /** Settings that make npm use it and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** `packages`: by name, the text of each file; `package.json` among them. */
export async function startNpmRegistry(
  packages: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<NpmRegistry> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-registry-'));
  const tarballs = new Map<string, Buffer>();
  for (const [name, files] of Object.entries(packages)) {
    await rm(path.join(folder, 'package'), { recursive: true, force: true });
    await mkdir(path.join(folder, 'package'));
    for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, 'package', file), text);
    execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
    tarballs.set(name, await readFile(path.join(folder, 'package.tgz')));
  }
  const server = createServer((request, response) => {
    const [name = '', tarball] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/-/');
    const content = tarballs.get(name);
    if (content === undefined) response.writeHead(404).end('{}');
    else if (tarball !== undefined) response.end(content);
    else response.end(JSON.stringify(packument(name, packages[name] ?? {}, `http://${request.headers.host}`)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: path.join(folder, 'cache') },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function packument(name: string, files: Readonly<Record<string, string>>, host: string) {
  const manifest: { readonly version: string } = JSON.parse(files['package.json'] ?? '{}');
  const dist = { tarball: `${host}/${name}/-/package.tgz` };
  return {
    name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
}

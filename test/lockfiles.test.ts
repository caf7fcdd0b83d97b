/** What a clone on another machine relies on: lock files that are complete and name no registry. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

for (const file of ['package-lock.json', 'scripts/vscode/server/package-lock.json']) {
  describe(file, () => {
    const packages: Record<string, LockedPackage> = JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

    it('names no registry, so that each user installs from their own', () => {
      const resolved = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
      assert.deepEqual(resolved, []);
    });

    it('locks the optional packages of every platform', () => {
      const missing = Object.values(packages)
        .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
        .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
      assert.deepEqual(missing, []);
    });

    it('leaves TensorFlow, whose install downloads 400 MB, to those who ask for it', () => {
      assert.deepEqual(
        Object.keys(packages).filter((path) => path.includes('@tensorflow/tfjs-node')),
        [],
      );
    });
  });
}

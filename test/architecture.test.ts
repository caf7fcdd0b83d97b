/** The rules of ARCHITECTURE.md about who may import what, read from the sources themselves. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, posix } from 'node:path';
import ts from 'typescript';

const root = dirname(import.meta.dirname);

/** Floors from the ground up. Folders of one floor may import each other, except on the pure ground floor and among the faces. */
const floors: readonly (readonly string[])[] = [
  ['tensor', 'cnn'],
  ['model'],
  ['sandbox', 'language'],
  ['engine', 'data'],
  ['training', 'insight', 'export'],
  ['jobs'],
  ['editor', 'panels', 'cli'],
  ['extension.ts'],
];
const pure = ['tensor', 'cnn', 'model'];
const usesVSCode = ['extension.ts', 'editor', 'panels'];
/** Entry points of processes and threads that run without an editor. */
const processes = [
  'src/jobs/analyser/main.ts',
  'src/jobs/trainer/main.ts',
  'src/jobs/inspector/main.ts',
  'src/engine/trialMain.ts',
  'src/jobs/devices/main.ts',
  'src/jobs/export/main.ts',
  'src/data/imageFolder/imageWorker.ts',
  'src/insight/embedding/pointLayoutWorker.ts',
  'src/cli/main.ts',
];
/** Folders with subfolders for their subjects, which are never imported in a circle either. */
const grouped = ['src/insight', 'src/jobs', 'src/editor', 'webview/viewer', 'webview/diagram'];
/** Folders that stand apart: no floor imports them, and they import none. */
const apart = ['typescript-plugin'];

interface Import {
  /** A file of ours relative to the root, or a package or Node module as written. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = globSync(['src/**/*.{ts,tsx}', 'webview/**/*.{ts,tsx}'], { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(posix.join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const { text } = specifier;
    const target = text.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), text)) : text;
    found.push({ target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `src/model/layers/x.ts` → `model`; `src/extension.ts` → `extension.ts`; null outside src/. */
const folderOf = (file: string): string | null => (file.startsWith('src/') ? (file.split('/')[1] ?? null) : null);
const floorOf = (folder: string): number => floors.findIndex((floor) => floor.includes(folder));

/** Everything a file loads at run time, itself included. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { target, typeOnly } of imports.get(file) ?? []) if (!typeOnly) loadedBy(target, seen);
  return seen;
}

function violations(broken: (file: string, imported: Import) => boolean): string[] {
  return files.flatMap((file) =>
    (imports.get(file) ?? []).filter((imported) => broken(file, imported)).map(({ target }) => `${file} → ${target}`),
  );
}

/** Cycles of imports, each as its path: `a → b → a`. */
function cycles(graph: ReadonlyMap<string, Iterable<string>>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (from: string, path: readonly string[]): void => {
    if (path.includes(from)) found.push([...path.slice(path.indexOf(from)), from].join(' → '));
    if (path.includes(from) || done.has(from)) return;
    for (const target of graph.get(from) ?? []) follow(target, [...path, from]);
    done.add(from);
  };
  for (const from of graph.keys()) follow(from, []);
  return found;
}

/** The subfolders of a folder, and the files beside them, each with those of them that it imports. */
function subfolders(folder: string): Map<string, Set<string>> {
  const within = (file: string) => file.startsWith(`${folder}/`);
  const partOf = (file: string) => (posix.dirname(file) === folder ? file : posix.dirname(file));
  const graph = new Map<string, Set<string>>();
  for (const [file, found] of imports) {
    if (!within(file)) continue;
    const part = partOf(file);
    const targets = found.filter(({ target }) => within(target)).map(({ target }) => partOf(target));
    graph.set(part, new Set([...(graph.get(part) ?? []), ...targets.filter((target) => target !== part)]));
  }
  return graph;
}

describe('architecture', () => {
  it('gives every folder of src/ a floor', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== null));
    assert.deepEqual(
      [...folders].filter((folder) => floorOf(folder) < 0 && !apart.includes(folder)),
      [],
    );
  });

  it('imports only from the same floor or below', () => {
    const broken = violations((file, { target }) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from === null || to === null || from === to) return false;
      if (apart.includes(from) || apart.includes(to)) return true;
      return floorOf(to) > floorOf(from) || (floorOf(from) === 0 && floorOf(to) === 0);
    });
    assert.deepEqual(broken, []);
  });

  it('lets no face import another', () => {
    const faces = floors.find((floor) => floor.includes('editor')) ?? [];
    const broken = violations((file, { target }) => {
      const [from, to] = [folderOf(file) ?? '', folderOf(target) ?? ''];
      return from !== to && faces.includes(from) && faces.includes(to);
    });
    assert.deepEqual(broken, []);
  });

  it('imports only files that exist', () => {
    const broken = violations((_, { target }) => /^(src|webview)\//.test(target) && !imports.has(target));
    assert.deepEqual(
      broken.filter((line) => /\.tsx?$/.test(line)),
      [],
    );
  });

  it('imports vscode only in the faces', () => {
    const broken = violations(
      (file, { target }) => target === 'vscode' && !usesVSCode.includes(folderOf(file) ?? 'webview'),
    );
    assert.deepEqual(broken, []);
  });

  it('keeps vscode out of the processes without an editor', () => {
    for (const entry of processes) {
      assert.ok(imports.has(entry), `there is no ${entry}`);
      for (const file of loadedBy(entry)) assert.notEqual(file, 'vscode', `${entry} loads vscode`);
    }
  });

  it('keeps Node out of the pure folders', () => {
    const broken = violations((file, { target }) => pure.includes(folderOf(file) ?? '') && isBuiltin(target));
    assert.deepEqual(broken, []);
  });

  it('never lets src/ import webview/', () => {
    assert.deepEqual(
      violations((file, { target }) => file.startsWith('src/') && target.startsWith('webview/')),
      [],
    );
  });

  it('gives webview/ types and pure code only', () => {
    for (const page of files.filter((file) => file.startsWith('webview/')))
      for (const loaded of loadedBy(page))
        assert.ok(!isBuiltin(loaded) && loaded !== 'vscode', `${page} loads ${loaded}, which a browser does not have`);
  });

  it('has no import cycles, not even of types', () => {
    const targets = [...imports].map(([file, found]) => [file, found.map(({ target }) => target)] as const);
    assert.deepEqual(cycles(new Map(targets)), []);
  });
  for (const folder of grouped)
    it(`has no import cycles between the subfolders of ${folder}/ either`, () => {
      assert.deepEqual(cycles(subfolders(folder)), []);
    });
});

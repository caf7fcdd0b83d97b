/** The declarations of `'cnn-lab'`, made from its sources: what editors and type checkers read. */
import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './paths.ts';

/** The sources of `'cnn-lab'` as TypeScript sees them; declarations go to `folder`. */
export function builderProgram(folder?: string): ts.Program {
  return ts.createProgram([join(root, 'src', 'cnn', 'index.ts')], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    strict: true,
    types: [],
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    outDir: folder,
  });
}

/** Writes the declarations of src/cnn to a folder, where they are missing or older than the sources. */
export function writeDeclarations(folder: string): void {
  const sources = globSync('src/cnn/**/*.ts', { cwd: root }).map((file) => join(root, file));
  const written = statSync(join(folder, 'index.d.ts'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((file) => statSync(file).mtimeMs < written)) return;

  rmSync(folder, { recursive: true, force: true });
  const program = builderProgram(folder);
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    const text = ts.formatDiagnostics(problems, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    });
    throw new Error(`The declarations of 'cnn-lab' could not be made:\n${text}`);
  }
}

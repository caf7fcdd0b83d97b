/**
 * The files of a model: the model file and the local files it imports, all loaded as text. Nothing outside the
 * workspace is read, whatever a path or a link says.
 */

import type { Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type ts from 'typescript';
import { formatCount } from '../model/format.ts';
import type { DiagnosticCode } from '../model/lessons/index.ts';
import type { Diagnostic, SourceRange } from './analysis.ts';
import { mostBytes } from './limits.ts';
import { diagnostic, type ParsedFile, parse } from './parse.ts';

export interface LoadedModule extends ParsedFile {
  /** Its name in the sandbox: `m0` for the model file. */
  readonly id: string;
  /** Sandbox names of its imports, by specifier as written. */
  readonly resolved: ReadonlyMap<string, string>;
  /** The import of the model file that leads to it; `null` for the model file itself. */
  readonly importedAt: SourceRange | null;
}

export interface LoadOptions {
  /** Folder that imports must not leave. */
  readonly root: string;
  /** Unsaved texts, by absolute path. */
  readonly overlay: Readonly<Record<string, string>>;
}

export interface Loaded {
  /** The model file first. */
  readonly modules: readonly LoadedModule[];
  /** Problems with imports that are not allowed or not found. */
  readonly errors: readonly Diagnostic[];
}

/** What a model file may import, for messages. */
const allowed = (): string =>
  l10n.t("A model file can only import from 'cnn-lab' and from .ts files in its workspace, such as './blocks.ts'.");

/** Loads a model file and everything it imports. Rejects if the model file itself cannot be read. */
export async function loadModules(entry: string, options: LoadOptions): Promise<Loaded> {
  const first = await readText(entry, options.overlay);
  const found = new Map<string, Waiting>();
  const modules: LoadedModule[] = [];
  const errors: Diagnostic[] = [];
  const waiting: Waiting[] = [{ id: 'm0', file: entry, text: first, importedAt: null }];
  found.set(entry, waiting[0]!);

  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const parsed = parse(next.file, next.text);
    const resolved = new Map<string, string>();
    for (const literal of parsed.imports) {
      const specifier = literal.text;
      if (specifier === 'cnn-lab') {
        resolved.set(specifier, 'cnn-lab');
        continue;
      }
      const target = await resolveImport(specifier, next.file, options);
      if ('problem' in target) {
        errors.push(importError(parsed, literal, target.code, target.problem));
        continue;
      }
      let known = found.get(target.file);
      if (!known) {
        const importedAt = next.importedAt ?? rangeOf(parsed, literal);
        known = { id: `m${found.size}`, ...target, importedAt };
        found.set(target.file, known);
        waiting.push(known);
      }
      resolved.set(specifier, known.id);
    }
    modules.push({ ...parsed, id: next.id, resolved, importedAt: next.importedAt });
  }
  return { modules, errors };
}

interface Waiting extends Pick<LoadedModule, 'id' | 'importedAt'> {
  readonly file: string;
  readonly text: string;
}

type Resolution =
  | { readonly file: string; readonly text: string }
  | { readonly code: DiagnosticCode; readonly problem: string };

async function resolveImport(
  specifier: string,
  importer: string,
  { root: folder, overlay }: LoadOptions,
): Promise<Resolution> {
  if (!/^\.\.?\//.test(specifier)) {
    return { code: 'import-not-allowed', problem: l10n.t("'{0}' cannot be imported. {1}", specifier, allowed()) };
  }
  const root = await realPath(folder);
  const target = path.resolve(path.dirname(importer), specifier);
  const candidates = target.endsWith('.ts') ? [target] : [`${target}.ts`];
  for (const file of candidates) {
    const real = await realPath(file);
    if (!isInside(await realPath(path.dirname(file)), root) || !isInside(real, root)) {
      const problem =
        real === file
          ? l10n.t("'{0}' is outside the workspace {1}. {2}", specifier, root, allowed())
          : l10n.t("'{0}' resolves to {2}, outside the workspace {1}. {3}", specifier, root, real, allowed());
      return { code: 'import-outside-workspace', problem };
    }
    try {
      return { file, text: await readText(file, overlay) };
    } catch (error) {
      if (error instanceof TooLong) return { code: 'import-too-long', problem: error.message };
    }
  }
  return {
    code: 'import-not-found',
    problem: l10n.t("Cannot find '{0}': there is no file {1}.", specifier, candidates.join(l10n.t(' or '))),
  };
}

class TooLong extends Error {}

async function readText(file: string, overlay: LoadOptions['overlay']): Promise<string> {
  const unsaved = overlay[file];
  // Reading a pipe or device might never end.
  const { size } = unsaved === undefined ? await regularFile(file) : { size: unsaved.length };
  if (size <= mostBytes) return unsaved ?? (await readFile(file, 'utf8'));
  throw new TooLong(l10n.t('{0} is too long for a model file: {1} bytes.', file, formatCount(size)));
}

async function regularFile(file: string): Promise<Stats> {
  const stats = await stat(file);
  if (!stats.isFile()) throw new Error(`${file} is not a file.`);
  return stats;
}

/** The path with links resolved, as far as it exists. */
async function realPath(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(await realPath(folder), path.basename(file));
  }
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

const rangeOf = ({ source, tree }: ParsedFile, node: ts.Node): SourceRange =>
  source.range(node.getStart(tree), node.end);

function importError({ source, tree }: ParsedFile, literal: ts.StringLiteral, code: DiagnosticCode, message: string) {
  return diagnostic(source, code, message, literal.getStart(tree), literal.end);
}

/**
 * What a tsconfig.json needs so that `'cnn-lab'` resolves without the extension's TypeScript plugin. Existing content
 * stays, comments included; what cannot be added without changing it is refused, with instructions for doing it by
 * hand.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import {
  type Edit,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { UserError } from '../../data/userError.ts';

/** Formatting of the file. */
export interface Style {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  readonly eol: string;
}

/** A tsconfig.json for model files and what they import; everything else in the folder is type-checked as before. */
export function newTsconfig(file: string, declarations: string): string {
  const reason = l10n.t(
    "For model files where CNN Lab's TypeScript plugin is not loaded: TypeScript 7, other editors, build servers.",
  );
  return `{
  // ${reason}
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "module": "preserve",
    "types": [],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "paths": { "cnn-lab": [${JSON.stringify(relative(path.dirname(file), declarations))}] }
  },
  "include": ["**/*.cnn.ts"]
}
`;
}

/**
 * The edits after which a tsconfig.json with this text finds `'cnn-lab'` at `declarations`, an absolute path; none if
 * it does already. Throws a `UserError` if they would change what it says, or if it cannot be understood.
 */
export async function mapTypes(file: string, text: string, declarations: string, style: Style): Promise<Edit[]> {
  const { paths, baseUrl } = await withInherited(understood(file, text));
  const base = baseUrl ?? path.dirname(paths?.file ?? file);
  const wanted = relative(base, declarations);
  const entry = paths && findNodeAtLocation(paths.node, ['cnn-lab']);
  if (entry) {
    const targets: unknown = getNodeValue(entry);
    if (Array.isArray(targets) && path.resolve(base, String(targets[0])) === declarations) return [];
    throw byHand(
      l10n.t("{0} has other types for 'cnn-lab': {1}.", paths.file, JSON.stringify(targets)),
      paths.file,
      wanted,
    );
  }
  if (paths && paths.file !== file) {
    const why = l10n.t('{0} inherits its paths from {1}; paths of its own would replace them.', file, paths.file);
    throw byHand(why, paths.file, wanted);
  }
  // Inserted first, so that a comment after another option stays there.
  const formatting = { formattingOptions: style, getInsertionIndex: () => 0 };
  return modify(text, ['compilerOptions', 'paths', 'cnn-lab'], [wanted], formatting);
}

/** What a tsconfig.json says about module resolution. */
interface Config {
  readonly file: string;
  readonly paths: { readonly file: string; readonly node: Node } | undefined;
  /** Absolute. */
  readonly baseUrl: string | undefined;
  /** The files that it extends, later ones first. */
  readonly bases: readonly string[];
}

function understood(file: string, text: string): Config {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw new UserError('tsconfig-syntax', l10n.t('{0}, line {1}, is not valid JSON. Fix it first.', file, line));
  }
  const object = (node: Node | undefined, name: string) => {
    if (node === undefined || node.type === 'object') return node;
    throw new UserError('tsconfig-syntax', l10n.t('{0} in {1} must be an object. Fix it first.', name, file));
  };
  const child = (node: Node | undefined, key: string) => node && findNodeAtLocation(node, [key]);
  const root = object(tree, l10n.t('The whole'));
  const options = object(child(root, 'compilerOptions'), 'compilerOptions');
  const paths = object(child(options, 'paths'), 'paths');
  const baseUrl: unknown = child(options, 'baseUrl')?.value;
  const extended = child(root, 'extends');
  const bases: unknown[] = extended ? [getNodeValue(extended)].flat().reverse() : [];
  return {
    file,
    paths: paths && { file, node: paths },
    baseUrl: typeof baseUrl === 'string' ? path.resolve(path.dirname(file), baseUrl) : undefined,
    bases: bases.map(String),
  };
}

/** Adds what a file inherits from those that it extends; later ones take precedence. */
async function withInherited(config: Config, above: readonly string[] = []): Promise<Config> {
  let all = config;
  for (const name of config.bases) {
    if (all.paths && all.baseUrl !== undefined) break;
    const base = await extended(name, config.file);
    if (above.includes(base.file)) continue;
    const { paths, baseUrl } = await withInherited(base, [...above, config.file]);
    all = { ...all, paths: all.paths ?? paths, baseUrl: all.baseUrl ?? baseUrl };
  }
  return all;
}

/**
 * Resolved by TypeScript's rules: a path with or without `.json`, or a file of a package, by default its
 * `tsconfig.json`.
 */
async function extended(name: string, by: string): Promise<Config> {
  const isPath = /^\.{1,2}[/\\]/.test(name) || path.isAbsolute(name);
  const names = isPath ? [name, `${name}.json`] : [name, `${name}.json`, `${name}/tsconfig.json`];
  const resolve = createRequire(by).resolve;
  for (const candidate of names) {
    try {
      const file = isPath ? path.resolve(path.dirname(by), candidate) : resolve(candidate);
      return understood(file, await readFile(file, 'utf8'));
    } catch (error) {
      if (error instanceof UserError) throw error;
    }
  }
  throw new UserError('tsconfig-extends', l10n.t('{0} extends {1}, which cannot be found.', by, name));
}

function byHand(why: string, file: string, wanted: string): UserError {
  const line = `"cnn-lab": [${JSON.stringify(wanted)}]`;
  return new UserError(
    'tsconfig-paths',
    l10n.t('{0} Nothing was changed. Add {1} to the paths of {2}.', why, line, file),
  );
}

/** In the form of `paths`: with slashes and a leading dot. */
function relative(folder: string, file: string): string {
  const found = path.relative(folder, file).split(path.sep).join('/');
  return found.startsWith('../') ? found : `./${found}`;
}

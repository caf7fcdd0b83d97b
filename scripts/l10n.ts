/**
 * `npm run l10n`: collects all texts of `l10n.t` (in webviews `t`) and lists the missing and unused translations of
 * each language of `l10n/`. `@vscode/l10n-dev` does not follow `t` through `webview/localization.ts`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { root } from './paths.ts';

export type Bundle = Readonly<Record<string, string>>;

export interface Message {
  readonly text: string;
  /** `src/x.ts:12`. */
  readonly place: string;
}

const readJson = (file: string): Bundle => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Tags of the languages in `l10n/`, without English. */
export const languages = (): string[] =>
  globSync('l10n/bundle.l10n.*.json', { cwd: root }).map((file) => basename(file).split('.')[2] ?? '');

export const bundleOf = (language: string): Bundle => readJson(`l10n/bundle.l10n.${language}.json`);
/** The bundle of package.json in a language; in English without one. */
export const manifestBundle = (language?: string): Bundle =>
  readJson(language === undefined ? 'package.nls.json' : `package.nls.${language}.json`);

export function sourceFiles(): ts.SourceFile[] {
  return globSync(['src/**/*.{ts,tsx}', 'webview/**/*.{ts,tsx}', 'scripts/docs/*.ts'], { cwd: root })
    .sort()
    .map((file) =>
      ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true, kindOf(file)),
    );
}

const kindOf = (file: string) => (file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

export const placeOf = (node: ts.Node): string => {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
};

/** Whether a call translates: `l10n.t(…)`, `vscode.l10n.t(…)`, or `t(…)` in a webview. */
export function translates(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression))
    return expression.text === 't' && node.getSourceFile().fileName.startsWith('webview/');
  return ts.isPropertyAccessExpression(expression) && /^(vscode\.)?l10n\.t$/.test(expression.getText());
}

/** All messages in the order of the files. Throws if one is not a literal and so cannot be translated. */
export function messages(files = sourceFiles()): Message[] {
  const found: Message[] = [];
  const visit = (node: ts.Node): void => {
    if (translates(node)) {
      const [first] = node.arguments;
      if (!first || !ts.isStringLiteralLike(first)) {
        throw new Error(`${placeOf(node)}: the first argument of t() has to be one literal text`);
      }
      found.push({ text: first.text, place: placeOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return found;
}

/** The English texts that a translation lacks, and those that it has for no reason. */
export function compareBundles(english: Iterable<string>, bundle: Bundle): { missing: string[]; unused: string[] } {
  const wanted = new Set(english);
  return {
    missing: [...wanted].filter((text) => !(text in bundle)),
    unused: Object.keys(bundle).filter((text) => !wanted.has(text)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const english = messages();
  const placeByText = new Map(english.map(({ text, place }) => [text, place]));
  console.log(`${placeByText.size} texts`);
  for (const language of languages()) {
    const parts = [
      compareBundles(placeByText.keys(), bundleOf(language)),
      compareBundles(Object.keys(manifestBundle()), manifestBundle(language)),
    ];
    for (const { missing, unused } of parts) {
      for (const text of missing)
        console.log(`${language} lacks   ${placeByText.get(text) ?? 'package.nls.json'}  ${text}`);
      for (const text of unused) console.log(`${language} unused  ${text}`);
      if (missing.length + unused.length > 0) process.exitCode = 1;
    }
  }
}

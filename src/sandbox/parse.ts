/** Parses a file once, for its errors, its imports, its text without types, and its calls. */
import * as l10n from '@vscode/l10n';
import { blankSourceFile } from 'ts-blank-space';
import ts from 'typescript';
import type { DiagnosticCode } from '../model/lessons/index.ts';
import type { Diagnostic, Severity } from './analysis.ts';
import { openBracket } from './brackets.ts';
import { SourceText } from './sourceText.ts';
import { blankTypeImports } from './typeImports.ts';

export type CallNode = ts.CallExpression | ts.NewExpression;

export interface ParsedFile {
  readonly source: SourceText;
  readonly tree: ts.SourceFile;
  /** The text with types blanked, so that every position stays. */
  readonly javascript: string;
  /** Module specifiers that are loaded when it runs. */
  readonly imports: readonly ts.StringLiteral[];
  /** Errors that prevent parsing or running, and so any knowledge of the model. */
  readonly errors: readonly Diagnostic[];
}

/** Parses a text; errors in it are part of the result. */
export function parse(file: string, text: string): ParsedFile {
  const source = new SourceText(file, text);
  try {
    return parseSource(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = l10n.t('The file is nested too deeply to be read. Build the value in steps.');
    const errors = [diagnostic(source, 'too-deep', message, 0, 0)];
    return { source, tree: treeOf(file, ''), javascript: '', imports: [], errors };
  }
}

function parseSource(source: SourceText): ParsedFile {
  const tree = treeOf(source.file, source.text);
  const errors = syntaxErrors(tree).map(({ start = 0, length = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    return diagnostic(source, 'syntax-error', message, start, start + length);
  });
  if (errors.length > 0) {
    const foreign = pythonIn(source);
    if (foreign) return { source, tree, javascript: '', imports: [], errors: [foreign] };
    return { source, tree, javascript: '', imports: [], errors: [...notClosed(source), ...errors] };
  }

  const unsupported: Diagnostic[] = [];
  const blanked = blankSourceFile(tree, (node) => {
    const message = l10n.t(
      'A model file cannot use {0}: its types are only erased, and this is more than a type. Use plain JavaScript instead.',
      unsupportedName(node),
    );
    unsupported.push(diagnostic(source, 'unsupported-syntax', message, node.getStart(tree), node.end));
  });
  const imports: ts.StringLiteral[] = [];
  visit(tree, (node) => {
    if (isLoadingImport(node)) imports.push(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const message = l10n.t('import() cannot be used in a model file. Put an import at the top of the file.');
      unsupported.push(diagnostic(source, 'unsupported-syntax', message, node.getStart(tree), node.end));
    }
  });
  return { source, tree, javascript: blankTypeImports(tree, blanked), imports, errors: unsupported };
}

/** The first line that only Python has: its parser's errors would be about anything else. */
function pythonIn(source: SourceText): Diagnostic | null {
  const line = /^[ \t]*(?:from [\w.]+ import .+|import [\w.]+(?: as \w+)?|def \w+\(.*|class \w+(?:\(.*\))?:)[ \t]*$/m;
  const found = line.exec(source.text);
  if (!found) return null;
  const message = l10n.t(
    'This is Python. A model file is TypeScript and begins with {0}.',
    "import { model, conv2d, … } from 'cnn-lab'",
  );
  return diagnostic(source, 'syntax-error', message, found.index, found.index + found[0].trimEnd().length);
}

function notClosed(source: SourceText): readonly Diagnostic[] {
  const found = openBracket(source.text);
  if (found === null) return [];
  const { opening, closing, instead, start, end } = found;
  const { line } = source.range(end, end);
  const message =
    instead === null
      ? l10n.t('This {0} is not closed: {1} is missing before the end of the file.', opening, closing)
      : l10n.t('This {0} is not closed: {1} is missing before the {2} of line {3}.', opening, closing, instead, line);
  return [diagnostic(source, 'syntax-error', message, start, start + opening.length)];
}

const treeOf = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);

/** A diagnostic without fixes, for a stretch of one file. */
export function diagnostic(
  source: SourceText,
  code: DiagnosticCode,
  message: string,
  start: number,
  end: number,
  severity: Severity = 'error',
): Diagnostic {
  return { severity, code, message, range: source.range(start, end), fixes: [] };
}

/** Calls and `new` expressions of a file by the position of their opening parenthesis. */
export function callsByParenthesis(tree: ts.SourceFile): ReadonlyMap<number, CallNode> {
  const calls = new Map<number, CallNode>();
  visit(tree, (node) => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.arguments) {
      calls.set(node.arguments.pos - 1, node);
    }
  });
  return calls;
}

/** Calls `each` for a node and everything below it. */
export function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}

type LoadingImport = ts.Node & { readonly moduleSpecifier: ts.StringLiteral };

/** `import` and `export … from` that remain when types are gone. */
function isLoadingImport(node: ts.Node): node is LoadingImport {
  if (ts.isImportDeclaration(node)) {
    return ts.isStringLiteral(node.moduleSpecifier) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
  }
  if (!ts.isExportDeclaration(node) || node.isTypeOnly) return false;
  return node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier);
}

/** The parser keeps its errors on the file, in a property outside TypeScript's public types. */
function syntaxErrors(tree: ts.SourceFile): readonly ts.Diagnostic[] {
  const found: unknown = 'parseDiagnostics' in tree ? tree.parseDiagnostics : [];
  return Array.isArray(found) ? found : [];
}

function unsupportedName(node: ts.Node): string {
  if (ts.isEnumDeclaration(node)) return 'enum';
  if (ts.isModuleDeclaration(node)) return 'namespace';
  if (ts.isParameter(node) || ts.isParameter(node.parent)) return l10n.t('a parameter property');
  if (ts.isTypeAssertionExpression(node)) return l10n.t('a type assertion in angle brackets (write x as T)');
  return l10n.t('this syntax ({0})', ts.SyntaxKind[node.kind]);
}

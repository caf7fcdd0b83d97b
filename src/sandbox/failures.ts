/** Explains what stopped a model file from running, in terms of the model file. */
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import * as builders from '../cnn/index.ts';
import { didYouMean } from '../model/didYouMean.ts';
import type { DiagnosticCode } from '../model/lessons/index.ts';
import type { Diagnostic, Fix, SourceRange } from './analysis.ts';
import { type CallSites, rangeOf } from './callSites.ts';
import type { Failure } from './evaluate.ts';
import { importBuilder } from './fixes.ts';
import type { Limits } from './limits.ts';
import type { LoadedModule } from './modules.ts';
import { visit } from './parse.ts';

interface Explanation {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly fixes?: readonly Fix[];
}

/** A diagnostic for a model file that did not run to its end. */
export function explain(
  failure: Failure,
  sites: CallSites,
  modules: readonly LoadedModule[],
  limits: Limits,
): Diagnostic {
  const missing = missingExport(failure, modules);
  if (missing) return missing;
  const site = sites.find(failure.stack);
  const module = site?.module ?? modules[0]!;
  const place = site ? (site.node ?? nodeAt(module.tree, site.offset)) : null;
  const node = failure.kind === 'time' && !site?.node ? suspectLoop(place ?? module.tree) : place;
  const { code, message, fixes = [] } = explanation(failure, node, module, limits);
  const callers = site?.callers.map(rangeOf) ?? [];
  const range = firstLineOf(node ?? module.tree, module);
  return { severity: 'error', code, message, range, ...(callers.length > 0 && { callers }), fixes };
}

/** A node of several lines is underlined on its first. */
function firstLineOf(node: ts.Node, { source, tree }: LoadedModule): SourceRange {
  const start = node.getStart(tree);
  const lineBreak = source.text.slice(start, node.end).search(/[\r\n]/);
  return source.range(start, lineBreak < 0 ? node.end : start + lineBreak);
}

/** The innermost expression or statement around a position. */
function nodeAt(node: ts.Node, offset: number): ts.Node {
  const child = ts.forEachChild(node, (each) => (each.getStart() <= offset && offset < each.end ? each : undefined));
  return child && (ts.isIdentifier(child) || !ts.isToken(child)) ? nodeAt(child, offset) : node;
}

/**
 * The engine reports only the function that loops: finds the first loop in it without a condition, else the first loop.
 */
function suspectLoop(place: ts.Node): ts.Node {
  const scope = ts.findAncestor(place, (node) => ts.isFunctionLike(node) || ts.isSourceFile(node)) ?? place;
  const loops: ts.Node[] = [];
  visit(scope, (node) => {
    if (ts.isIterationStatement(node, false)) loops.push(node);
  });
  return loops.find(isEndless) ?? loops[0] ?? place;
}

function isEndless(loop: ts.Node): boolean {
  if (ts.isForStatement(loop)) return !loop.condition;
  return (ts.isWhileStatement(loop) || ts.isDoStatement(loop)) && /^(true|1)$/.test(loop.expression.getText());
}

function explanation(failure: Failure, node: ts.Node | null, module: LoadedModule, limits: Limits): Explanation {
  const { kind, name, message } = failure;
  switch (kind) {
    case 'time':
      return {
        code: 'time-limit',
        message: l10n.t(
          'The model file was still running after {0} s and was stopped here. Look for an infinite loop, or a list or string with millions of elements. For a very large model, raise the setting cnnLab.analysis.deadline, or use --deadline SECONDS on the command line.',
          limits.deadline / 1000,
        ),
      };
    case 'memory':
      return {
        code: 'memory-limit',
        message: l10n.t(
          'The model file exceeded its memory limit of {0} MB. Look for a list or string that grows without bound. Layers are only described here and need little memory. For a very large model, raise the setting cnnLab.analysis.memoryLimit, or use --memory MB on the command line.',
          Math.round(limits.memory / 2 ** 20),
        ),
      };
    case 'recursion':
      return {
        code: 'too-deep',
        message: l10n.t('Function calls are nested too deeply. Look for infinite recursion.'),
      };
    case 'unfinished':
      return {
        code: 'never-finishes',
        message: l10n.t('The model file waits forever: an await never resolves.'),
      };
    case 'thrown':
      break;
  }
  const [, unknown] = /^'(.+)' is not defined$/.exec(message) ?? [];
  if (name === 'ReferenceError' && unknown !== undefined) return notDefined(unknown, node, module);
  const [, early] = /^(.+) is not initialized$/.exec(message) ?? [];
  if (name === 'ReferenceError' && early !== undefined) {
    return { code: 'used-too-early', message: l10n.t('{0} is used before its declaration.', early) };
  }
  if (name === 'TypeError' && message === 'not a function') return notAFunction(node, module);
  const [, property, nothing] = /^cannot read property '(.*)' of (undefined|null)$/.exec(message) ?? [];
  if (nothing !== undefined) {
    const owner =
      node && ts.isPropertyAccessExpression(node) ? shorten(node.expression.getText(module.tree)) : l10n.t('This');
    return { code: 'no-such-value', message: l10n.t('{0} is {1}, so it has no {2}.', owner, nothing, property ?? '') };
  }
  const [, constant] = /^'(.+)' is read-only$/.exec(message) ?? [];
  if (constant !== undefined) {
    return {
      code: 'constant-changed',
      message: l10n.t('{0} is a constant. Declare it with let to change it.', constant),
    };
  }
  if (name === 'SyntaxError') {
    const twice = /redefinition|redeclaration/.test(message);
    return { code: 'syntax-error', message: twice ? l10n.t('This name is declared twice.') : sentence(message) };
  }
  const what = message === '' ? name || l10n.t('an error') : message;
  return { code: 'thrown-error', message: l10n.t('The model file throws an error here: {0}', what) };
}

function notDefined(name: string, node: ts.Node | null, module: LoadedModule): Explanation {
  const code = 'not-defined';
  if (name in builders) {
    const { edits } = importBuilder(module, name);
    const fix = { title: l10n.t("Import {0} from 'cnn-lab'", name), edits };
    return { code, message: l10n.t("{0} is not imported. Import it from 'cnn-lab'.", name), fixes: [fix] };
  }
  if (hostNames.has(name)) {
    const message = l10n.t(
      '{0} is not available: a model file is evaluated in isolation, with plain JavaScript and without Node.js, a browser, a clock, files or a network.',
      name,
    );
    return { code, message };
  }
  const place = node && namedIn(node, name);
  const python = pythonValues.get(name);
  if (python !== undefined) {
    const message = l10n.t('{0} is not defined. In TypeScript it is {1}.', name, python);
    return { code, message, fixes: place ? [replacement(place, python, module)] : [] };
  }
  const named = place && namedArguments(place, module);
  if (named) {
    const message = l10n.t('{0} is not defined. Options are written in an object: {1}.', name, named.text);
    const title = l10n.t('Put it in an object: {0}', named.text);
    return { code, message, fixes: [{ title, edits: [{ range: named.range, newText: named.text }] }] };
  }
  if (otherLibraries.has(name)) {
    const message = l10n.t(
      "{0} is not defined: PyTorch and Keras cannot be used in a model file. Import layers from 'cnn-lab': {1}.",
      name,
      'conv2d(6, 5), relu(), flatten(), dense(10)',
    );
    return { code, message };
  }
  const guess = didYouMean(name, Object.keys(builders));
  const message = l10n.t('{0} is not defined.{1}', name, guess ? l10n.t(' Did you mean {0}?', guess) : '');
  const isCalled = place !== null && ts.isCallExpression(place.parent) && place.parent.expression === place;
  return { code, message, fixes: guess && isCalled ? [builderInstead(place, guess, module)] : [] };
}

const pythonValues: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);

/** By the names that they are usually imported by. */
const otherLibraries = new Set([
  'nn',
  'F',
  'torch',
  'torchvision',
  'tf',
  'keras',
  'tensorflow',
  'np',
  'layers',
  'optim',
]);

/** The first place within a node that a name stands at. */
function namedIn(node: ts.Node, name: string): ts.Identifier | null {
  let found: ts.Identifier | null = null;
  visit(node, (each) => {
    if (ts.isIdentifier(each) && each.text === name && !isMemberName(each)) found ??= each;
  });
  return found;
}

/** `padding=2, stride=1` among the arguments of a call, as in Python, and the object that it is here. */
function namedArguments(name: ts.Identifier, { source, tree }: LoadedModule) {
  const call = name.parent.parent;
  if (!isNamedArgument(name.parent) || !ts.isCallExpression(call)) return null;
  const named = call.arguments.filter(isNamedArgument);
  const [first, last] = [named[0], named.at(-1)];
  if (!first || !last || call.arguments.indexOf(first) + named.length !== call.arguments.length) return null;
  const text = named.map(({ left, right }) => `${left.getText(tree)}: ${right.getText(tree)}`).join(', ');
  return { text: `{ ${text} }`, range: source.range(first.getStart(tree), last.end) };
}

const isNamedArgument = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(node.left);

function replacement(node: ts.Node, newText: string, { source, tree }: LoadedModule): Fix {
  const range = source.range(node.getStart(tree), node.end);
  return { title: l10n.t('Change to {0}', newText), edits: [{ range, newText }] };
}

/** A builder in place of a name that does not exist, imported if need be. */
function builderInstead(node: ts.Node, builder: string, module: LoadedModule): Fix {
  const { name, edits } = importBuilder(module, builder);
  const { title, edits: replacing } = replacement(node, name, module);
  return { title, edits: [...edits, ...replacing] };
}

const hostNames = new Set([
  ...['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', '__filename'],
  ...['console', 'setTimeout', 'setInterval', 'queueMicrotask', 'fetch', 'XMLHttpRequest', 'WebSocket'],
  ...['window', 'document', 'self', 'navigator', 'performance', 'crypto', 'structuredClone', 'URL', 'Date'],
]);

function notAFunction(node: ts.Node | null, module: LoadedModule): Explanation {
  const code = 'not-a-function';
  if (!node || !(ts.isCallExpression(node) || ts.isNewExpression(node))) {
    return { code, message: l10n.t('The value called here is not a function.') };
  }
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  const guess = didYouMean(name, Object.keys(builders));
  const hint =
    guess === null
      ? ''
      : guess === name
        ? l10n.t(
            ' Layers and tensors have no methods: write {0}, or {1}.',
            'layers: [conv2d(6, 5), relu()]',
            'relu()(x)',
          )
        : l10n.t(' Did you mean {0}?', guess);
  return { code, message: l10n.t('{0} is not a function.{1}', shorten(callee.getText(module.tree)), hint) };
}

/** A name that a file imports but the other file does not export. */
function missingExport({ message }: Failure, modules: readonly LoadedModule[]): Diagnostic | null {
  const [, name, id] = /^Could not find export '(.+)' in module '(.+)'$/.exec(message) ?? [];
  if (name === undefined) return null;
  for (const module of modules) {
    const found = importsOf(module.tree).find(
      ({ imported, specifier }) => imported === name && module.resolved.get(specifier) === id,
    );
    if (!found) continue;
    const guess = id === 'cnn-lab' ? didYouMean(name, Object.keys(builders)) : null;
    const hint = guess ? l10n.t(' Did you mean {0}?', guess) : '';
    const message =
      name === 'default'
        ? l10n.t("'{0}' has no default export: import names, { … }.{1}", found.specifier, hint)
        : l10n.t("'{0}' has no {1}.{2}", found.specifier, name, hint);
    const range = firstLineOf(found.node, module);
    const code = 'unknown-import';
    const fixes = guess && name !== 'default' ? [rename(found.node, name, guess, module)] : [];
    return { severity: 'error', code, message, range, fixes };
  }
  return null;
}

/** Corrects a name where it is imported and, unless it has another there, wherever it is used. */
function rename(imported: ts.Node, name: string, to: string, { source, tree }: LoadedModule): Fix {
  const hasAlias = 'propertyName' in imported && imported.propertyName !== undefined;
  const places: ts.Node[] = [];
  visit(hasAlias ? imported : tree, (node) => {
    if (ts.isIdentifier(node) && node.text === name && !isMemberName(node)) places.push(node);
  });
  const edits = places.map((node) => ({ range: source.range(node.getStart(tree), node.end), newText: to }));
  return { title: l10n.t('Change to {0}', to), edits };
}

const isMemberName = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent)) && node.parent.name === node;

interface ImportedName {
  readonly node: ts.Node;
  readonly imported: string;
  readonly specifier: string;
}

function importsOf(tree: ts.SourceFile): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const module = statement.moduleSpecifier;
    if (!module || !ts.isStringLiteral(module)) continue;
    const specifier = module.text;
    visit(statement, (node) => {
      if (ts.isImportClause(node) && node.name) names.push({ node: node.name, imported: 'default', specifier });
      if (!ts.isImportSpecifier(node) && !ts.isExportSpecifier(node)) return;
      names.push({ node, imported: (node.propertyName ?? node.name).text, specifier });
    });
  }
  return names;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

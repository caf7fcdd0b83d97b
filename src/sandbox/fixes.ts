/** Turns remedies into edits of the source. A remedy that cannot be applied safely makes no fix. */
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Enclosure, Path, Remedy, WrittenLayer } from '../model/problem.ts';
import type { Fix } from './analysis.ts';
import type { CallSite } from './callSites.ts';
import { locate } from './locate.ts';
import type { CallNode, ParsedFile } from './parse.ts';

type Edit = Fix['edits'][number];

/** The fix for a call at `site`; `application` is the call that used its layer on a tensor, if any. */
export function fixFor(remedy: Remedy, site: CallSite, application: CallSite | null): Fix | null {
  const { node, module } = site;
  if (!node || !site.direct) return null;
  if (remedy.kind === 'enclose') return encloseArgument(module, node, remedy);
  const edits = editsFor(remedy, module, node, application?.node ?? null);
  return edits && { title: remedy.title, edits };
}

type TitledRemedy = Exclude<Remedy, { kind: 'enclose' }>;

function editsFor(remedy: TitledRemedy, file: ParsedFile, call: CallNode, application: CallNode | null): Edit[] | null {
  switch (remedy.kind) {
    case 'set':
      return setFields(file, call, [remedy]);
    case 'rename':
      return renameOption(file, call, remedy);
    case 'drop':
      return dropOption(file, call, remedy.path);
    case 'rewrite':
      return rewriteArguments(file, call, remedy);
    case 'insertBefore':
      return insertLayer(file, call, remedy.layer, application);
    case 'insertAfter':
      return appendLayers(file, call, remedy.layers, application);
    case 'wrap':
      return wrapArgument(file, call, remedy);
    case 'apply':
      return applyToArgument(file, call, remedy.path);
    case 'remove':
      return removeLayer(file, call, application);
    default:
      return remedy satisfies never;
  }
}

/** Values for arguments and options; missing ones are added together. */
export function setFields(
  file: ParsedFile,
  call: CallNode,
  fields: readonly { readonly path: Path; readonly text: string }[],
): Edit[] | null {
  const { source, tree } = file;
  const args = call.arguments;
  const edits: Edit[] = [];
  const added: string[] = [];
  let options: ts.ObjectLiteralExpression | null = null;
  for (const { path, text } of fields) {
    const { node, rest } = locate(call, path);
    const [key] = rest.slice(-1);
    if (rest.length === 0 && node !== call) {
      edits.push({ range: source.range(node.getStart(tree), node.end), newText: text });
    } else if (ts.isObjectLiteralExpression(node) && rest.length === 1) {
      options = node;
      added.push(`${key}: ${text}`);
    } else {
      const isNext = args && node === call && rest.length === 2 && args.length === path[0];
      if (!isNext || args.some(ts.isSpreadElement)) return null;
      added.push(`${key}: ${text}`);
    }
  }
  if (added.length === 0) return edits;
  if (options) return [...edits, append(file, options.properties, options.end - 1, added.join(', '))];
  return args ? [...edits, append(file, args, call.end - 1, `{ ${added.join(', ')} }`)] : null;
}

function renameOption({ source, tree }: ParsedFile, call: CallNode, remedy: Extract<Remedy, { kind: 'rename' }>) {
  const { name, rest } = locate(call, remedy.path);
  if (!name || rest.length > 0) return null;
  const shorthand = ts.isShorthandPropertyAssignment(name.parent) ? `: ${name.getText(tree)}` : '';
  return [{ range: source.range(name.getStart(tree), name.end), newText: `${remedy.text}${shorthand}` }];
}

/** Takes an option out, with its comma; with its object, if that is an argument and has no other. */
function dropOption(file: ParsedFile, call: CallNode, path: Path): Edit[] | null {
  const { name, rest } = locate(call, path);
  const object = name?.parent.parent;
  if (!name || rest.length > 0 || !object || !ts.isObjectLiteralExpression(object)) return null;
  const property = object.properties.find((each) => each === name.parent);
  const args = call.arguments ?? [];
  const isAlone = object.properties.length === 1 && args.at(-1) === object;
  if (isAlone) return [withoutElement(file, args, object)];
  return property ? [withoutElement(file, object.properties, property)] : null;
}

/** Takes an element out of a list, with the comma before or after it. */
function withoutElement<T extends ts.Node>({ source, tree }: ParsedFile, list: readonly T[], element: T): Edit {
  const index = list.indexOf(element);
  const [before, after] = [list[index - 1], list[index + 1]];
  const start = after || !before ? element.getStart(tree) : before.end;
  return { range: source.range(start, after ? after.getStart(tree) : element.end), newText: '' };
}

/** Puts arguments and options in their places; nothing that stands in the call may get lost, but what is left out. */
function rewriteArguments(
  { source, tree }: ParsedFile,
  call: CallNode,
  { positional, options }: Extract<Remedy, { kind: 'rewrite' }>,
): Edit[] | null {
  const args = call.arguments ?? [];
  const [first, last] = [args[0], args.at(-1)];
  if (!first || !last || args.some(ts.isSpreadElement)) return null;
  const known = [...positional, ...options.map(({ path }) => path)].map(([index]) => Number(index));
  if (args.length - 1 > Math.max(...known)) return null;
  const text = (node: ts.Node) => source.text.slice(node.getStart(tree), node.end);
  const values = positional.map((path) => locate(call, path));
  if (values.some(({ node, rest }) => node === call || rest.length > 0)) return null;
  const named: string[] = [];
  for (const { name, path } of options) {
    const { node, rest } = locate(call, path);
    if (node === call) continue;
    if (rest.length > 0) return null;
    if (ts.isObjectLiteralExpression(node) && path.length === 1) named.push(...node.properties.map(text));
    else named.push(`${name}: ${text(node)}`);
  }
  const written = values.map(({ node }) => text(node));
  if (named.length > 0) written.push(`{ ${named.join(', ')} }`);
  return [{ range: source.range(first.getStart(tree), last.end), newText: written.join(', ') }];
}

/** Inserts before an element of a list, or around the argument of `layer(…)(x)` in a graph. */
function insertLayer(file: ParsedFile, call: CallNode, layer: string, application: CallNode | null): Edit[] | null {
  const { source, tree } = file;
  const { name, edits } = importBuilder(file, layer);
  const start = call.getStart(tree);
  if (ts.isArrayLiteralExpression(call.parent)) {
    return [...edits, { range: source.range(start, start), newText: `${name}(),${separator(file, call)}` }];
  }
  const [argument] = application?.expression === call ? (application.arguments ?? []) : [];
  if (!argument) return null;
  return [...edits, ...around(file, argument, `${name}()(`, ')')];
}

/** Inserts after an element of a list, or around `layer(…)(x)` in a graph. */
function appendLayers(
  file: ParsedFile,
  call: CallNode,
  layers: readonly WrittenLayer[],
  application: CallNode | null,
): Edit[] | null {
  const added = layers.map(({ builder, args }) => ({ ...importBuilder(file, builder), args }));
  const edits = added.flatMap((layer) => layer.edits);
  const written = added.map(({ name, args }) => `${name}${args}`);
  if (ts.isArrayLiteralExpression(call.parent)) {
    const newText = written.map((layer) => `,${separator(file, call)}${layer}`).join('');
    return [...edits, { range: file.source.range(call.end, call.end), newText }];
  }
  if (application?.expression !== call) return null;
  const opening = written.map((layer) => `${layer}(`).reverse();
  return [...edits, ...around(file, application, opening.join(''), ')'.repeat(written.length))];
}

/** What stands between the elements of a list: a new line where this one begins one. */
function separator({ source, tree }: ParsedFile, element: ts.Node): string {
  const start = element.getStart(tree);
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const indent = source.text.slice(lineStart, start);
  return /^\s*$/.test(indent) && lineStart > 0 ? `\n${indent}` : ' ';
}

/** Sends an argument through a layer. */
function wrapArgument(file: ParsedFile, call: CallNode, remedy: Extract<Remedy, { kind: 'wrap' }>): Edit[] | null {
  const { node, rest } = locate(call, remedy.path);
  if (rest.length > 0 || node === call) return null;
  const { name, edits } = importBuilder(file, remedy.layer.builder);
  return [...edits, ...around(file, node, `${name}${remedy.layer.args}(`, ')')];
}

function encloseArgument(file: ParsedFile, call: CallNode, { path, opening, closing }: Enclosure): Fix | null {
  const { node, rest } = locate(call, path);
  if (rest.length > 0 || node === call) return null;
  // Only a name can be called as it stands.
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  if (closing === '()' && !isName) return null;
  // What was given one after another becomes one list.
  const last = closing === ']' && node === call.arguments?.[0] ? call.arguments.at(-1) : undefined;
  const written = shortened(file.source.text.slice(node.getStart(file.tree), (last ?? node).end));
  const title = l10n.t('Change {0} to {1}', written, `${opening}${written}${closing}`);
  return { title, edits: around(file, node, opening, closing, last) };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

function applyToArgument({ source, tree }: ParsedFile, call: CallNode, path: Path): Edit[] | null {
  const { node } = locate(call, path);
  const args = call.arguments ?? [];
  const [index] = path;
  if (typeof index !== 'number' || args[index] !== node || args.some(ts.isSpreadElement)) return null;
  const [before, after] = [args[index - 1], args[index + 1]];
  const start = after || !before ? node.getStart(tree) : before.end;
  return [
    { range: source.range(start, after ? after.getStart(tree) : node.end), newText: '' },
    { range: source.range(call.end, call.end), newText: `(${node.getText(tree)})` },
  ];
}

function around({ source, tree }: ParsedFile, node: ts.Node, opening: string, closing: string, last = node): Edit[] {
  const [start, end] = [node.getStart(tree), last.end];
  return [
    ...(opening === '' ? [] : [{ range: source.range(start, start), newText: opening }]),
    ...(closing === '' ? [] : [{ range: source.range(end, end), newText: closing }]),
  ];
}

/** Removes from a list, with the comma; in a graph, what the layer was applied to stays. */
function removeLayer(file: ParsedFile, call: CallNode, application: CallNode | null): Edit[] | null {
  const { source, tree } = file;
  const { parent } = call;
  const statement = standaloneStatement(call);
  if (statement) return removeStatement(file, statement);
  if (ts.isArrayLiteralExpression(parent)) {
    return [withoutElement<ts.Expression>(file, parent.elements, call)];
  }
  const [argument, ...more] = application?.expression === call ? (application.arguments ?? []) : [];
  if (!application || !argument || more.length > 0) return null;
  return [
    { range: source.range(application.getStart(tree), argument.getStart(tree)), newText: '' },
    { range: source.range(argument.end, application.end), newText: '' },
  ];
}

/**
 * The statement that consists of a call, or that declares a single variable with it, unless other files may use that.
 */
export function standaloneStatement(call: CallNode): ts.ExpressionStatement | ts.VariableStatement | null {
  const { parent } = call;
  if (ts.isExpressionStatement(parent)) return parent;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return null;
  const statement = parent.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers?.length) return null;
  return statement.declarationList.declarations.length === 1 ? statement : null;
}

/**
 * Removes a statement, with its line if nothing else is on it; `null` if something needs it: its variable's name, or an
 * `if`.
 */
function removeStatement({ source, tree }: ParsedFile, statement: ts.Statement): Edit[] | null {
  if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) return null;
  if (ts.isVariableStatement(statement)) {
    const names = statement.declarationList.declarations.map(({ name }) => name.getText(tree));
    if (names.some((name) => timesNamed(tree, name) > 1)) return null;
  }
  const { text } = source;
  const indent = /[ \t]*$/.exec(text.slice(0, statement.getStart(tree)))![0].length;
  const start = statement.getStart(tree) - indent;
  const isFirst = start === 0 || /[\r\n]/.test(text[start - 1]!);
  const [rest = ''] = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(statement.end)) ?? [];
  const range =
    isFirst && rest !== ''
      ? source.range(start, statement.end + rest.length)
      : source.range(statement.getStart(tree), statement.end);
  return [{ range, newText: '' }];
}

function timesNamed(tree: ts.SourceFile, name: string): number {
  let times = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) times++;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return times;
}

/** How a file calls a builder, and what must be edited before it can. */
export function importBuilder(file: ParsedFile, builder: string): { name: string; edits: Edit[] } {
  const { source, tree } = file;
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== 'cnn-lab' || !bindings) continue;
    if (ts.isNamespaceImport(bindings)) return { name: `${bindings.name.text}.${builder}`, edits: [] };
    if (statement.importClause?.phaseModifier !== undefined) continue;
    const imported = bindings.elements.find(({ name, propertyName }) => (propertyName ?? name).text === builder);
    if (imported) return { name: imported.name.text, edits: [] };
    return { name: builder, edits: [append(file, bindings.elements, bindings.end - 1, builder)] };
  }
  const newText = `import { ${builder} } from 'cnn-lab';\n`;
  return { name: builder, edits: [{ range: source.range(0, 0), newText }] };
}

/** Appends to a list that ends before `close`: after the last element, or after its trailing comma. */
function append(file: ParsedFile, list: ts.NodeArray<ts.Node>, close: number, text: string): Edit {
  const { source } = file;
  const last = list.at(-1);
  if (!last) {
    const spaced = source.text[close] === '}' ? ` ${text} ` : text;
    return { range: source.range(list.pos, close), newText: spaced };
  }
  return { range: source.range(last.end, last.end), newText: `, ${text}` };
}

/** From remedies to edits of the source. A remedy that cannot be typed safely makes no fix. */
import ts from 'typescript';
import type { Remedy } from '../model/problem.ts';
import type { Fix } from './analysis.ts';
import type { CallSite } from './callSites.ts';
import { locate } from './locate.ts';
import type { CallNode, ParsedFile } from './parse.ts';

type Edit = Fix['edits'][number];

/** The fix for a call at `site`; `application` is the call that used its layer on a tensor, if any. */
export function fixFor(remedy: Remedy, site: CallSite, application: CallSite | null): Fix | null {
  const { node, module } = site;
  if (!node || !site.direct) return null;
  const edits =
    remedy.kind === 'set'
      ? setArgument(module, node, remedy)
      : remedy.kind === 'rename'
        ? renameOption(module, node, remedy)
        : insertLayer(module, node, remedy.layer, application?.node ?? null);
  return edits && { title: remedy.title, edits };
}

function setArgument(file: ParsedFile, call: CallNode, { path, text }: Extract<Remedy, { kind: 'set' }>) {
  const { source, tree } = file;
  const { node, rest } = locate(call, path);
  if (rest.length === 0 && node !== call) {
    return [{ range: source.range(node.getStart(tree), node.end), newText: text }];
  }
  const [key] = rest.slice(-1);
  if (ts.isObjectLiteralExpression(node) && rest.length === 1) {
    return [append(file, node.properties, node.end - 1, `${key}: ${text}`)];
  }
  const args = call.arguments;
  if (!args || node !== call || rest.length !== 2 || args.length !== path[0] || args.some(ts.isSpreadElement)) {
    return null;
  }
  return [append(file, args, call.end - 1, `{ ${key}: ${text} }`)];
}

function renameOption({ source, tree }: ParsedFile, call: CallNode, remedy: Extract<Remedy, { kind: 'rename' }>) {
  const { name, rest } = locate(call, remedy.path);
  if (!name || rest.length > 0) return null;
  const shorthand = ts.isShorthandPropertyAssignment(name.parent) ? `: ${name.getText(tree)}` : '';
  return [{ range: source.range(name.getStart(tree), name.end), newText: `${remedy.text}${shorthand}` }];
}

/** Before an element of a list; around the argument of `layer(…)(x)` in a graph. */
function insertLayer(file: ParsedFile, call: CallNode, layer: string, application: CallNode | null): Edit[] | null {
  const { source, tree } = file;
  const { name, edits } = importBuilder(file, layer);
  const start = call.getStart(tree);
  if (ts.isArrayLiteralExpression(call.parent)) {
    const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
    const indent = source.text.slice(lineStart, start);
    const separator = /^\s*$/.test(indent) && lineStart > 0 ? `\n${indent}` : ' ';
    return [...edits, { range: source.range(start, start), newText: `${name}(),${separator}` }];
  }
  const [argument] = application?.expression === call ? (application.arguments ?? []) : [];
  if (!argument) return null;
  const [open, close] = [argument.getStart(tree), argument.end];
  return [
    ...edits,
    { range: source.range(open, open), newText: `${name}()(` },
    { range: source.range(close, close), newText: ')' },
  ];
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

/** Adds to a list that ends before `close`: after the last element, or after its trailing comma. */
function append(file: ParsedFile, list: ts.NodeArray<ts.Node>, close: number, text: string): Edit {
  const { source } = file;
  const last = list.at(-1);
  if (!last) {
    const spaced = source.text[close] === '}' ? ` ${text} ` : text;
    return { range: source.range(list.pos, close), newText: spaced };
  }
  return { range: source.range(last.end, last.end), newText: `, ${text}` };
}

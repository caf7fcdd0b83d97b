/** Finds, in the source of a call, the argument or option that a path names. */
import ts from 'typescript';
import type { Path } from '../model/problem.ts';
import type { CallNode } from './parse.ts';

/** What a path refers to in the source, as far as it is written there. */
export interface Located {
  readonly node: ts.Node;
  /** The name of an option, if the path ends in one. */
  readonly name: ts.Node | null;
  /** The rest of the path below `node`; empty if all of it was found. */
  readonly rest: Path;
}

export function locate(call: CallNode, path: Path): Located {
  const [index, ...keys] = path;
  const args = call.arguments ?? [];
  const spread = args.findIndex(ts.isSpreadElement);
  if (typeof index !== 'number' || (spread >= 0 && spread < index)) return { node: call, name: null, rest: path };
  const argument = args[index];
  if (!argument) return { node: call, name: null, rest: path };

  let located: Located = { node: unwrap(argument), name: null, rest: keys };
  while (located.rest.length > 0) {
    const next = step(located.node, located.rest);
    if (!next) break;
    located = next;
  }
  return located;
}

function step(node: ts.Node, [key, ...rest]: Path): Located | null {
  if (ts.isArrayLiteralExpression(node) && typeof key === 'number') {
    const element = node.elements[key];
    if (!element || node.elements.slice(0, key + 1).some(ts.isSpreadElement)) return null;
    return { node: unwrap(element), name: null, rest };
  }
  if (!ts.isObjectLiteralExpression(node)) return null;
  const property = node.properties.findLast((each) => each.name && nameOf(each.name) === String(key));
  if (!property?.name) return null;
  if (ts.isPropertyAssignment(property)) return { node: unwrap(property.initializer), name: property.name, rest };
  return { node: property.name, name: property.name, rest };
}

function nameOf(name: ts.PropertyName): string | null {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : null;
}

/** The expression inside parentheses and type annotations. */
function unwrap(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

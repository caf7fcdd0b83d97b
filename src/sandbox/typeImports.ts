/**
 * `import { model, Tensor } from 'cnn-lab'`: Tensor is a type, though nothing in the import says so.
 * TypeScript drops imported names that no value uses, and so must we, or the module would not link.
 */
import ts from 'typescript';

/** Blanks, in `javascript`, the imported names of a file that only types use. Positions stay. */
export function blankTypeImports(tree: ts.SourceFile, javascript: string): string {
  const used = namesUsedAsValues(tree);
  let text = javascript;
  for (const statement of tree.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const [index, element] of bindings.elements.entries()) {
      if (used.has(element.name.text)) continue;
      // Including the comma after it.
      const end = bindings.elements[index + 1]?.getStart(tree) ?? bindings.elements.end;
      text = blank(text, element.getStart(tree), end);
    }
  }
  return text;
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}

function namesUsedAsValues(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    // The base of a class is a value, although the tree represents it as a type.
    if (ts.isExpressionWithTypeArguments(node)) walk(node.expression);
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return names;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

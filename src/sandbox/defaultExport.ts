/** Checks that the default export of a model file is a model. */
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Call, Raw } from '../cnn/record.ts';
import { roleNames } from '../model/built.ts';
import { describe, isTagged } from '../model/values.ts';
import type { Diagnostic, Fix } from './analysis.ts';
import type { LoadedModule } from './modules.ts';

/** The complaint about a default export that is missing or not a model; `null` if it is one. */
export function checkDefaultExport(
  entry: LoadedModule,
  hasDefault: boolean,
  exported: Raw,
  calls: readonly Call[],
): Diagnostic | null {
  const made = isTagged(exported, 'call') ? calls[exported.call] : undefined;
  if (made?.role === 'model') return null;
  if (!hasDefault) return missing(entry);
  const { source, tree } = entry;
  const node = tree.statements.find(ts.isExportAssignment)?.expression ?? tree;
  const found = made ? roleNames(made.role).what : describe(exported);
  const message = l10n.t('The default export must be a model, created by model({ … }); it is {0}.', found);
  const range = source.range(node.getStart(tree), node === tree ? node.getStart(tree) : node.end);
  return { severity: 'error', code: 'not-a-model', message, range, fixes: [] };
}

function missing({ source, tree }: LoadedModule): Diagnostic {
  const message = l10n.t('The file has no default export, so there is no model. Write export default model({ … }).');
  const candidate = tree.statements.map(modelIn).find((found) => found !== null);
  const start = candidate?.call.getStart(tree) ?? 0;
  const range = source.range(start, candidate?.call.expression.end ?? start);
  const fixes = candidate ? [fix(candidate)] : [];
  return { severity: 'error', code: 'no-default-export', message, range, fixes };

  function fix({ call, name }: ModelCall): Fix {
    const at = name === null ? call.getStart(tree) : source.text.length;
    const newText =
      name === null ? 'export default ' : `${source.text.endsWith('\n') ? '' : '\n'}export default ${name};\n`;
    return { title: l10n.t('Export the model'), edits: [{ range: source.range(at, at), newText }] };
  }
}

interface ModelCall {
  readonly call: ts.CallExpression;
  /** Of the constant that holds it. */
  readonly name: string | null;
}

/** `model({ … });` or `const net = model({ … });`. */
function modelIn(statement: ts.Statement): ModelCall | null {
  if (ts.isExpressionStatement(statement)) return modelCall(statement.expression, null);
  if (!ts.isVariableStatement(statement)) return null;
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (initializer && ts.isIdentifier(name)) return modelCall(initializer, name.text);
  }
  return null;
}

function modelCall(node: ts.Expression, name: string | null): ModelCall | null {
  const isModel = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'model';
  return isModel ? { call: node, name } : null;
}

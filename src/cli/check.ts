import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import { analyseFile, formatDiagnostic } from '../jobs/analyser/modelFile.ts';
import { formatCount, formatShape } from '../model/format.ts';
import type { Analysis } from '../sandbox/analysis.ts';
import { type LimitFlags, limitOptions, limitsOf } from './limits.ts';
import { exitCodes, formatTable, jsonOption, printJson } from './output.ts';
import { workspaceOf } from './workspace.ts';

interface CheckFlags extends LimitFlags {
  readonly json?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description(l10n.t('shapes, parameters, multiply-adds, receptive fields and problems'))
    .argument('<file>', l10n.t('the model file'))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .addOption(jsonOption())
    .action(async (file: string, flags: CheckFlags) => {
      process.exitCode = await check(path.resolve(file), flags);
    });
}

/** Exits with 1 if the model has an error. */
async function check(file: string, { json, ...limits }: CheckFlags): Promise<number> {
  const analysis = await analyseFile(file, workspaceOf(file), { limits: limitsOf(limits), withData: true });
  const wrong = analysis.diagnostics.some(({ severity }) => severity === 'error');
  if (json) printJson(toJson(analysis));
  else {
    if (analysis.report !== null) console.log(describe(analysis.report));
    for (const diagnostic of analysis.diagnostics) console.error(formatDiagnostic(diagnostic));
  }
  return wrong ? exitCodes.userError : exitCodes.done;
}

/** The output format of `check --json`. */
function toJson({ report, diagnostics }: Analysis) {
  return {
    name: report?.name ?? null,
    input: report?.input ?? null,
    layers: (report?.nodes ?? []).map(({ name, kind, output, params, macs, receptiveField, range, callers }) => ({
      name,
      kind,
      output,
      params,
      macs,
      receptiveField,
      file: range.file,
      line: range.line,
      column: range.column,
      callers: callers.map(({ file, line, column }) => ({ file, line, column })),
    })),
    totals: report?.totals ?? null,
    diagnostics: diagnostics.map(({ severity, code, message, range }) => ({ severity, code, message, ...range })),
  };
}

function describe({ name, input, nodes, totals }: NonNullable<Analysis['report']>): string {
  const rows = nodes.map((node) => [
    node.name,
    formatShape(node.output, 'channelsFirst'),
    formatCount(node.params),
    formatCount(node.macs),
    node.receptiveField?.join('×') ?? '',
  ]);
  const header = [l10n.t('layer'), l10n.t('output'), l10n.t('parameters'), l10n.t('multiply-adds'), l10n.t('sees')];
  const sums = ['', '', formatCount(totals.params), formatCount(totals.macs), ''];
  const title = l10n.t('{0}, input {1}', name, formatShape(input, 'channelsFirst'));
  return `${title}\n\n${formatTable([header, ...rows, sums], [2, 3, 4])}`;
}

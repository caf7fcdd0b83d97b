import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Command, Option } from 'commander';
import { type ExportFormat, exportFormats } from '../export/exportModel.ts';
import { exportSource } from '../jobs/export/exportSource.ts';
import { type LimitFlags, limitOptions, limitsOf } from './limits.ts';
import { exitCodes, jsonOption, printJson } from './output.ts';
import { oneOf, wholeNumber } from './values.ts';
import { workspaceOf } from './workspace.ts';

interface ExportFlags extends LimitFlags {
  readonly to: ExportFormat;
  readonly out: string;
  readonly epoch?: number;
  readonly json?: boolean;
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description(l10n.t('export a model: ONNX for inference, a PyTorch script, or just the weights'))
    .argument('<source>', l10n.t('a run folder, or a model file with the initial weights of its seed'))
    .addOption(
      new Option('--to <format>', exportFormats.join(' | ')).argParser(oneOf(exportFormats)).makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', l10n.t('a new or empty folder'))
    .option('--epoch <n>', l10n.t('the weights of this epoch of the run instead of the latest'), wholeNumber(0))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .addOption(jsonOption())
    .action(async (source: string, flags: ExportFlags) => {
      process.exitCode = await exportFrom(path.resolve(source), flags);
    });
}

async function exportFrom(source: string, { to, out, epoch, json, ...limits }: ExportFlags): Promise<number> {
  const { model, weights, files } = await exportSource({
    source,
    root: workspaceOf(source),
    format: to,
    out,
    epoch: epoch ?? null,
    limits: limitsOf(limits),
  });
  if (json) printJson({ format: to, out: path.resolve(out), weights, files });
  else console.log(`${l10n.t('Exported {0}, weights {1}:', model, weights)}\n${files.join('\n')}`);
  return exitCodes.done;
}

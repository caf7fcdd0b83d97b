import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import { unwatched } from '../data/source.ts';
import { evaluateCheckpoint } from '../jobs/runs/evaluation.ts';
import { formatAccuracy, formatCount, formatLoss } from '../model/format.ts';
import type { Evaluation } from '../training/layout.ts';
import { exitCodes, formatTable, jsonOption, printJson } from './output.ts';
import { showReading } from './reading.ts';
import { wholeNumber } from './values.ts';

/** More classes make a table too wide for a terminal; `--json` prints all of it. */
const mostColumns = 20;

interface EvaluateFlags {
  readonly epoch?: number;
  readonly json?: boolean;
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description(l10n.t('accuracy, top-5, loss and confusion matrix on the validation images'))
    .argument('<run>', l10n.t('the run folder'))
    .option('--epoch <n>', l10n.t('the weights of this epoch instead of the last'), wholeNumber(0))
    .addOption(jsonOption())
    .action(async (run: string, flags: EvaluateFlags) => {
      process.exitCode = await evaluateRun(path.resolve(run), flags);
    });
}

async function evaluateRun(folder: string, { epoch, json }: EvaluateFlags): Promise<number> {
  const reading = showReading(process.stderr);
  const onProgress = (done: number, total: number) => reading.tell(done, total);
  const evaluation = await evaluateCheckpoint(folder, epoch ?? null, { ...unwatched, onProgress }).finally(
    reading.close,
  );
  if (json) printJson({ run: folder, ...evaluation });
  else console.log(describe(evaluation));
  return exitCodes.done;
}

function describe({ images, loss, accuracy, top5Accuracy, classNames, confusion }: Evaluation): string {
  // With five classes or fewer, top-5 is always 100%.
  const top5 = classNames.length > 5 ? l10n.t(', {0} among the first five', formatAccuracy(top5Accuracy)) : '';
  const summary = l10n.t(
    '{0} of {1} images right{2}, loss {3}',
    formatAccuracy(accuracy),
    formatCount(images),
    top5,
    formatLoss(loss),
  );
  if (classNames.length > mostColumns) return summary;
  const rows = confusion.map((counts, row) => [classNames[row] ?? '', ...counts.map(String)]);
  const columns = classNames.map((_, column) => column + 1);
  return `${summary}\n\n${formatTable([[l10n.t('is \\ classified as'), ...classNames], ...rows], columns)}`;
}

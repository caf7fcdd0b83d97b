import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Command, Option } from 'commander';
import { fillFolder } from '../data/fillFolder.ts';
import { UserError } from '../data/userError.ts';
import { type ProjectionMethod, projectionMethods } from '../insight/attribution/backwardRules.ts';
import { Inspector } from '../jobs/inspector/inspector.ts';
import type { ImageSource } from '../jobs/inspector/protocol.ts';
import { type InspectionReport, writeReport } from '../jobs/inspector/report.ts';
import { formatPercent } from '../model/format.ts';
import { exitCodes, formatTable, jsonOption, printJson } from './output.ts';
import { oneOf, wholeNumber } from './values.ts';

interface InspectFlags {
  readonly index?: number;
  readonly image?: string;
  readonly epoch?: number;
  readonly projection?: ProjectionMethod;
  readonly out: string;
  readonly json?: boolean;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description(l10n.t('what a trained model sees in an image: kernels, maps, projections, Grad-CAM, neighbours'))
    .argument('<run>', l10n.t('the run folder'))
    .option('--index <n>', l10n.t('this validation image'), wholeNumber(0))
    .option('--image <file>', l10n.t('an image of your own: PNG, JPEG, WebP, BMP or GIF'))
    .option('--epoch <n>', l10n.t('the weights of this epoch instead of the last'), wholeNumber(0))
    .addOption(
      new Option(
        '--projection <method>',
        l10n.t('how maps are projected back to pixels: {0}; the last by default', projectionMethods.join(' | ')),
      ).argParser(oneOf(projectionMethods)),
    )
    .requiredOption('--out <dir>', l10n.t('the folder for the pictures, new or empty'))
    .addOption(jsonOption())
    .action(async (run: string, flags: InspectFlags) => {
      process.exitCode = await inspectRun(path.resolve(run), flags);
    });
}

async function inspectRun(folder: string, flags: InspectFlags): Promise<number> {
  const image = imageOf(flags);
  const inspector = await Inspector.open({ kind: 'run', folder });
  try {
    const out = path.resolve(flags.out);
    const { epoch = null, projection: method = 'deconvnet' } = flags;
    const onProgress = (what: string) => console.error(what);
    const report = await fillFolder(out, l10n.t('Give --out a new folder.'), (onFile) =>
      writeReport(inspector, { image, epoch, method, out, onFile, onProgress }),
    );
    if (flags.json) printJson({ run: folder, out, ...report });
    else console.log(describe(report, out));
  } finally {
    await inspector.dispose();
  }
  return exitCodes.done;
}

function imageOf({ index, image }: InspectFlags): ImageSource {
  if (index !== undefined && image === undefined) return { kind: 'dataSet', split: 'validation', index };
  if (image !== undefined && index === undefined) return { kind: 'file', file: path.resolve(image), fit: 'resize' };
  throw new UserError(
    'no-image',
    l10n.t('Choose an image: --index N for a validation image, or --image FILE for your own.'),
  );
}

function describe({ model, epoch, image, top5, neighbours }: InspectionReport, out: string): string {
  const truth = image.className === null ? '' : l10n.t(' It is {0}.', image.className);
  const fitted = image.note === null ? '' : l10n.t(' The image was resized, {0}.', image.note);
  const rows = top5.map(({ className, probability }) => [className, formatPercent(probability)]);
  const near = neighbours?.nearest.map(({ image: index }) => index).join(', ');
  return [
    l10n.t('{0} after epoch {1}.{2}{3}', model, epoch, truth, fitted),
    formatTable([[l10n.t('class'), l10n.t('probability')], ...rows], [1]),
    ...(near === undefined ? [] : [l10n.t('Nearest training images: {0}', near)]),
    l10n.t('Kernels, maps, projections, Grad-CAM and neighbours: {0}', out),
  ].join('\n');
}

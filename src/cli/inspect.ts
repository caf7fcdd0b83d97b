import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { makeEmptyFolder } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import type { ProjectionMethod } from '../insight/backwardRules.ts';
import { Inspector } from '../jobs/inspector/inspector.ts';
import type { ImageSource } from '../jobs/inspector/protocol.ts';
import { type InspectionReport, writeReport } from '../jobs/inspector/report.ts';
import { formatPercent } from '../model/format.ts';
import { exitCodes, formatTable, printJson } from './output.ts';

export interface InspectOptions {
  /** Index of a held-out image; otherwise `image` is given. */
  readonly index: number | null;
  /** Path of an image file. */
  readonly image: string | null;
  readonly epoch: number | null;
  readonly method: ProjectionMethod;
  readonly out: string;
  readonly json: boolean;
}

export async function inspectRun(run: string, options: InspectOptions): Promise<number> {
  const image = imageOf(options);
  const inspector = await Inspector.open({ kind: 'run', folder: path.resolve(run) });
  try {
    const out = path.resolve(options.out);
    await makeEmptyFolder(out, l10n.t('Give --out a new folder.'));
    const { epoch, method } = options;
    const onProgress = (what: string) => console.error(what);
    const report = await writeReport(inspector, { image, epoch, method, out, onProgress });
    if (options.json) printJson({ run: path.resolve(run), out, ...report });
    else console.log(describe(report, out));
  } finally {
    await inspector.dispose();
  }
  return exitCodes.done;
}

function imageOf({ index, image }: InspectOptions): ImageSource {
  if (index !== null && image === null) return { kind: 'dataSet', split: 'validation', index };
  if (image !== null && index === null) return { kind: 'file', file: path.resolve(image), fit: 'resize' };
  throw new UserError(
    'no-image',
    l10n.t('Say which image: --index N for a held-out one, or --image FILE for your own.'),
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

/** The texts of *CNN: Export model*. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { fileName } from '../../data/files.ts';
import type { ExportFormat } from '../../export/exportModel.ts';
import { formatPercent } from '../../model/format.ts';
import type { EpochEvent } from '../../training/events.ts';

export interface FormatItem {
  readonly format: ExportFormat;
  readonly label: string;
  /** What the export contains. */
  readonly detail: string;
}

export const formatItems = (): readonly FormatItem[] => [
  {
    format: 'onnx',
    label: 'ONNX',
    detail: l10n.t('model.onnx: for inference, in ONNX Runtime and most other programs; takes raw pixels'),
  },
  {
    format: 'pytorch',
    label: 'PyTorch',
    detail: l10n.t('model.py, train.py, model.safetensors: a script to read, change and continue training with'),
  },
  {
    format: 'safetensors',
    label: 'safetensors',
    detail: l10n.t("model.safetensors: just the weights, under PyTorch's names"),
  },
];

export interface WeightsItem {
  /** `null` for the latest weights. */
  readonly epoch: number | null;
  readonly label: string;
  readonly description: string;
}

/**
 * The weights of a run, latest first. `kept`: epochs, ascending; `done`: whether the latest weights are those of the
 * last of them.
 */
export function weightsItems(kept: readonly number[], done: boolean, epochs: readonly EpochEvent[]): WeightsItem[] {
  const told = (epoch: number | undefined) => {
    const found = epochs.findLast((event) => event.epoch === epoch);
    return found ? l10n.t('validation accuracy {0}', formatPercent(found.validationAccuracy)) : '';
  };
  const earlier = done ? kept.slice(0, -1) : kept;
  return [
    { epoch: null, label: l10n.t('Latest weights'), description: done ? told(kept.at(-1)) : '' },
    ...earlier.toReversed().map((epoch) => ({
      epoch,
      label: epoch === 0 ? l10n.t('Before training') : l10n.t('After epoch {0}', epoch),
      description: told(epoch),
    })),
  ];
}

/** `<folder>/<name>-<format>`, with a number if that is taken. */
export function proposedFolder(
  folder: string,
  name: string,
  format: ExportFormat,
  isTaken: (folder: string) => boolean,
): string {
  const proposed = path.join(folder, `${fileName(name)}-${format}`);
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? proposed : `${proposed}-${attempt}`;
    if (!isTaken(candidate)) return candidate;
  }
}

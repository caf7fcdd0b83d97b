/** Exports a model: writes it in another program's format into a folder that is new or empty. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { writeFileAtomically } from '../data/files.ts';
import { fillFolder } from '../data/fillFolder.ts';
import { type ReadOptions, unwatched } from '../data/source.ts';
import { writeSafetensors } from '../training/safetensors.ts';
import { inferenceModel } from './onnx/inferenceModel.ts';
import { modelFile, weightsFile } from './pytorch/modelFile.ts';
import { trainFiles } from './pytorch/trainFile.ts';
import type { ExportSubject } from './subject.ts';

export const exportFormats = ['onnx', 'pytorch', 'safetensors'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A file of an export. */
interface Output {
  readonly name: string;
  /** Writes the file completely or not at all. */
  write(file: string): Promise<void>;
}

/** Returns the paths of what it wrote. If it fails, or `watch` cancels it, nothing stays behind. */
export async function exportModel(
  subject: ExportSubject,
  format: ExportFormat,
  out: string,
  watch: ReadOptions = unwatched,
): Promise<string[]> {
  const folder = path.resolve(out);
  const remedy = l10n.t('Choose a new or empty folder: exporting overwrites nothing.');
  // Made before any work, and before anything is overwritten.
  return await fillFolder(folder, remedy, async (tell) => {
    const written: string[] = [];
    for (const output of await outputs(subject, format, watch)) {
      watch.signal.throwIfAborted();
      const file = path.join(folder, output.name);
      tell(file);
      await output.write(file);
      written.push(file);
    }
    return written;
  });
}

async function outputs(subject: ExportSubject, format: ExportFormat, watch: ReadOptions): Promise<readonly Output[]> {
  switch (format) {
    case 'safetensors':
      return [weights(subject)];
    case 'onnx': {
      const facts = await subject.facts(watch);
      return [content('model.onnx', inferenceModel(subject, facts))];
    }
    case 'pytorch': {
      const facts = await subject.facts(watch);
      const training = await trainFiles(subject, facts);
      return [
        weights(subject),
        content('model.py', modelFile({ ...subject, ...facts })),
        ...[...training].map(([name, text]) => content(name, text)),
      ];
    }
    default:
      return format satisfies never;
  }
}

const content = (name: string, bytes: string | Uint8Array): Output => ({
  name,
  write: (file) => writeFileAtomically(file, (handle) => handle.writeFile(bytes)),
});

const weights = ({ model, tensors, weights: origin }: ExportSubject): Output => ({
  name: weightsFile,
  write: (file) => writeSafetensors(file, { tensors, metadata: { format: 'pt', model: model.name, weights: origin } }),
});

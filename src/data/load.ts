/** Opens the data that a model file names. */
import * as l10n from '@vscode/l10n';
import { type AugmentationSpec, readStoredAugmentations } from '../model/augmentation.ts';
import { readStoredImageFolder } from '../model/data.ts';
import { classesOf } from '../model/losses.ts';
import type { DataSpec, ModelSpec } from '../model/spec.ts';
import { checkShape } from './dataSet.ts';
import { idxOptions, loadIdx } from './idx.ts';
import { openImageFolder } from './imageFolder/imageFolder.ts';
import { loadMnist } from './mnist.ts';
import { type DataSource, type ImageSource, sourceOf } from './source.ts';
import { UserError } from './userError.ts';

/** The data of a model, checked against its input shape and number of classes. Throws a `UserError`. */
export async function openData(model: ModelSpec, modelFolder: string): Promise<DataSource> {
  if (model.data === null) {
    throw new UserError('no-data', l10n.t('{0} has no data to train on. Add data: mnist() to the model.', model.name));
  }
  const input = model.nodes[0]!.shape;
  const output = model.nodes[model.outputs[0]!]!.shape;
  if (output.length !== 1) {
    throw new UserError(
      'output-shape',
      l10n.t(
        'The last layer outputs {0}; a classifier outputs one number per class. End the model with flatten() and dense(classes).',
        output.join('×'),
      ),
    );
  }
  const augment = augmentations(model.data);
  const source = await open(model.data, modelFolder, classesOf(output[0]!), model.training?.seed ?? 0);
  checkShape(source, input, `${model.data.kind}()`);
  return { ...source, read: async (options) => ({ ...(await source.read(options)), augment }) };
}

async function open(spec: DataSpec, modelFolder: string, classes: number, seed: number): Promise<ImageSource> {
  const { kind, options } = spec;
  if (kind === 'mnist') return sourceOf(await loadMnist({ standardize: options.standardize !== false }, classes));
  if (kind === 'idx') return sourceOf(await loadIdx(idxOptions(options), modelFolder, classes));
  if (kind === 'imageFolder') {
    const folder = readStoredImageFolder(options);
    if (folder !== null) return openImageFolder(folder, modelFolder, classes, seed);
  }
  throw new UserError('unknown-data', l10n.t('This version of CNN Lab cannot read data: {0}(). Update CNN Lab.', kind));
}

export function augmentations({ kind, options }: DataSpec): AugmentationSpec[] {
  const specs = readStoredAugmentations(options.augment);
  if (specs !== null) return specs;
  throw new UserError(
    'unknown-data',
    l10n.t('This version of CNN Lab does not know the augmentation of {0}(). Update CNN Lab.', kind),
  );
}

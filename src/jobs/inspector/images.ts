/** The images to show a model: from its data set, from a user's file, or drawn. */
import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { ImageSet } from '../../data/dataSet.ts';
import { MemoryImages } from '../../data/images.ts';
import { openData } from '../../data/load.ts';
import { UserError } from '../../data/userError.ts';
import { readImageFile } from '../../insight/images/imageFile.ts';
import { imageAt } from '../../insight/images/splitImage.ts';
import type { ModelSpec } from '../../model/spec.ts';
import type { ImageSource, SplitName } from './protocol.ts';

/** The bytes of an image, and a note about it. */
export interface ReadImage {
  readonly pixels: Uint8Array;
  readonly label: number | null;
  readonly note: string | null;
  /** Its index in the training split. */
  readonly trainIndex: number | null;
}

export class InspectedImages {
  readonly data: ImageSet;
  /** Identifies the images. */
  readonly stamp: string;
  /** For people. */
  readonly #modelName: string;

  private constructor(modelName: string, data: ImageSet, fingerprint: string | null) {
    this.#modelName = modelName;
    this.data = data;
    const labels = createHash('sha1').update(data.train.labels).update(data.validation.labels).digest('hex');
    this.stamp = `${data.train.count} ${data.validation.count} ${labels} ${fingerprint ?? ''}`;
  }

  /** The data that a model names, with paths relative to `folder`; no images if it names none. */
  static async open(model: ModelSpec, folder: string, signal: AbortSignal): Promise<InspectedImages> {
    if (model.data === null) return new InspectedImages(model.name, noImages(model), null);
    const source = await openData(model, folder);
    const data = await source.read({ signal, onProgress: () => undefined });
    return new InspectedImages(model.name, data, source.fingerprint);
  }

  async read(source: ImageSource): Promise<ReadImage> {
    const none = { label: null, note: null, trainIndex: null };
    switch (source.kind) {
      case 'dataSet': {
        const { index } = source;
        this.check(source.split, index);
        const split = this.data[source.split];
        const trainIndex = source.split === 'train' ? index : null;
        return { pixels: imageAt(split, index), label: split.labels[index]!, note: null, trainIndex };
      }
      case 'pixels':
        return { ...none, pixels: source.pixels };
      case 'file':
        return { ...none, ...(await readImageFile(source.file, this.data.shape, source.fit)) };
      default:
        return source satisfies never;
    }
  }

  /** An image of a split. Throws a `UserError` if there is no such image. */
  check(split: SplitName, index: number): void {
    const { count } = this.data[split];
    if (Number.isInteger(index) && index >= 0 && index < count) return;
    const range = count === 0 ? l10n.t('it has none') : l10n.t('give one from 0 to {0}', count - 1);
    const what = split === 'train' ? l10n.t('training') : l10n.t('validation');
    throw new UserError(
      'no-such-image',
      l10n.t("There is no {0} image {1} in {2}'s data: {3}.", what, index, this.#modelName, range),
    );
  }

  /** The training images. Throws a `UserError` if there are none. */
  checkTraining(): void {
    if (this.data.train.count > 0) return;
    throw new UserError(
      'no-data',
      l10n.t('{0} has no training images. Add data: mnist() to the model.', this.#modelName),
    );
  }
}

/** An empty image set in the shape that a model takes, with pixels scaled to 0–1. */
function noImages(model: ModelSpec): ImageSet {
  const [channels = 1, height = 1, width = 1] = model.nodes[0]!.shape;
  const none = { count: 0, images: new MemoryImages(new Uint8Array(), 1), labels: new Uint8Array() };
  const perChannel = (value: number) => new Array<number>(channels).fill(value);
  return {
    shape: [channels, height, width],
    classNames: [],
    scale: perChannel(1 / 255),
    offset: perChannel(0),
    train: none,
    validation: none,
  };
}

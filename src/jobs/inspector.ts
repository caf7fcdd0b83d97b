/**
 * Answers what is asked of a run or a model: the requests of `inspectorProtocol.ts`, without a process
 * around them.
 */

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { DataSet, ImageSet } from '../data/dataSet.ts';
import { MemoryImages } from '../data/images.ts';
import { openData } from '../data/load.ts';
import { UserError } from '../data/userError.ts';
import type { Engine } from '../engine/engine.ts';
import { createOnnxRuntimeEngine } from '../engine/onnxruntime/index.ts';
import type { ProjectionMethod } from '../insight/backwardRules.ts';
import { InsightCache } from '../insight/cache.ts';
import { embed } from '../insight/embedding.ts';
import { featureCount, featureNode, imageFeatures, nearest, predictSplit, splitFeatures } from '../insight/features.ts';
import { gradCam, gradCamNode } from '../insight/gradCam.ts';
import { readImageFile } from '../insight/imageFile.ts';
import { transformImage } from '../insight/imageTransform.ts';
import { Inspection, InspectionPrograms } from '../insight/inspection.ts';
import { earlyNode, inspectedLayers, mapsOf } from '../insight/layers.ts';
import { occlude } from '../insight/occlusion.ts';
import { pixelOrigin } from '../insight/pixelOrigin.ts';
import { probabilities, topGuesses } from '../insight/prediction.ts';
import { project } from '../insight/projection.ts';
import type { EvolutionStage, Excitement, Kernels, StrongestImages } from '../insight/results.ts';
import type { Work } from '../insight/splitPass.ts';
import { type MapStatistics, mapStatistics } from '../insight/statistics.ts';
import { exciteMap, findStrongest, imageAt } from '../insight/strongest.ts';
import { thumbnails } from '../insight/thumbnails.ts';
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import { pixelField } from '../model/pixelField.ts';
import type { LossSpec, ModelSpec } from '../model/spec.ts';
import { sizeOf } from '../tensor/shape.ts';
import { readWeights, type Weights } from '../training/checkpoints.ts';
import { initialise } from '../training/initialise.ts';
import { runLayout } from '../training/layout.ts';
import { listCheckpoints, MetricsReader, modelFolder, type Run, readModel, readRun } from '../training/runReader.ts';
import type {
  ImageSource,
  InspectedFacts,
  InspectorMethod,
  InspectorRequests,
  InspectorSource,
  Look,
  SplitName,
  Subject,
} from './inspectorProtocol.ts';

export type InspectorHandler<K extends InspectorMethod> = (
  request: InspectorRequests[K]['request'],
  work: Work,
) => Promise<InspectorRequests[K]['reply']>;

/** One for every request but the first. */
export type InspectionHandlers = { readonly [K in Exclude<InspectorMethod, 'open'>]: InspectorHandler<K> };

/** Bytes of weights that are kept at hand, those of the last epoch asked for always. */
const mostWeightBytes = 256 * 2 ** 20;

interface OpenEpoch {
  readonly inspection: Promise<Inspection>;
  users: number;
}

/** The bytes of an image, and what is to be said about it. */
interface ReadImage {
  readonly pixels: Uint8Array;
  readonly label: number | null;
  readonly note: string | null;
  /** Its number in the training split. */
  readonly trainIndex: number | null;
}

/** All that was computed of an image. */
interface Seen {
  /** Names image and weights. */
  readonly key: string;
  /** By node. */
  readonly values: Promise<readonly Float32Array[]>;
  readonly statistics: Promise<readonly MapStatistics[]>;
}

export interface InspectorOptions {
  readonly signal?: AbortSignal;
  /** CPU threads; all by default. */
  readonly threads?: number;
}

export class Inspector {
  readonly model: ModelSpec;
  readonly data: ImageSet;
  readonly #source: InspectorSource;
  readonly #run: Run | null;
  readonly #engine: Engine;
  readonly #programs: InspectionPrograms;
  readonly #earlyNode: number | null;
  /** What tells the data from others. */
  readonly #dataStamp: string;
  /** Of which the weights are kept at hand. */
  readonly #mostEpochs: number;
  /** By epoch and the stamp of its weights, in order of last use. */
  readonly #epochs = new Map<string, OpenEpoch>();
  readonly #underWay = new Set<Promise<unknown>>();
  #lastLook: Seen | null = null;

  private constructor(
    source: InspectorSource,
    run: Run | null,
    model: ModelSpec,
    data: ImageSet,
    fingerprint: string | null,
    engine: Engine,
  ) {
    this.#source = source;
    this.#run = run;
    this.model = model;
    this.data = data;
    this.#engine = engine;
    this.#programs = new InspectionPrograms(engine, model, data);
    this.#earlyNode = earlyNode(model);
    const bytes = 4 * modelParameters(model).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    this.#mostEpochs = Math.max(1, Math.floor(mostWeightBytes / Math.max(bytes, 1)));
    const labels = createHash('sha1').update(data.train.labels).update(data.validation.labels).digest('hex');
    this.#dataStamp = `${data.train.count} ${data.validation.count} ${labels} ${fingerprint ?? ''}`;
  }

  /** Throws a `UserError` where run or data cannot be read. */
  static async open(source: InspectorSource, { signal, threads }: InspectorOptions = {}): Promise<Inspector> {
    const run = source.kind === 'run' ? await readRun(source.folder) : null;
    const model = source.kind === 'run' ? await readModel(source.folder) : source.model;
    const folder = source.kind === 'run' ? modelFolder(run!) : source.folder;
    const { data, fingerprint } = await readData(model, folder, signal ?? new AbortController().signal);
    const engine = await createOnnxRuntimeEngine(threads === undefined ? {} : { threads });
    return new Inspector(source, run, model, data, fingerprint, engine);
  }

  /** Epochs whose weights are kept now, rising. */
  async epochs(): Promise<readonly number[]> {
    return this.#source.kind === 'run' ? listCheckpoints(this.#source.folder) : [0];
  }

  async facts(): Promise<InspectedFacts> {
    const { shape, classNames, scale, offset, train, validation } = this.data;
    return {
      name: this.model.name,
      layers: inspectedLayers(this.model),
      shape,
      classNames,
      scale,
      offset,
      trainImages: train.count,
      validationImages: validation.count,
      validationLabels: validation.labels.slice(),
      epochs: await this.epochs(),
      modelChanged: this.#run !== null && (await hasChanged(this.#run)),
      gradCamNode: gradCamNode(this.model),
      earlyNode: this.#earlyNode,
    };
  }

  /** Waits for what is under way. */
  async dispose(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    for (const { inspection } of this.#epochs.values()) await (await inspection).dispose();
    this.#epochs.clear();
    await this.#programs.dispose();
    await this.#engine.dispose();
  }

  readonly handlers: InspectionHandlers = {
    look: ({ nodes, ...subject }) =>
      this.#withSubject(subject, (inspection, image, key) => this.#look(inspection, image, key, nodes)),
    maps: ({ nodes, ...subject }) =>
      this.#withSubject(subject, (inspection, { pixels }, key) => this.#maps(inspection, pixels, key, nodes)),
    figures: async () => {
      if (this.#source.kind !== 'run') return [];
      const { events } = await new MetricsReader(this.#source.folder).read();
      return events
        .filter((event) => event.event === 'epoch')
        .map(({ epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy }) => {
          return { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy };
        });
    },
    kernels: ({ epoch, node }) => this.#withEpoch(epoch, (inspection) => this.#kernels(inspection, node)),
    pixel: ({ node, map, row, column, ...subject }) =>
      this.#withSubject(subject, async (inspection, { pixels }, key) => {
        this.#checkNode(node);
        const values = await this.#see(inspection, pixels, key).values;
        const origin = await pixelOrigin(inspection, values, { node, map, row, column });
        return { origin, field: pixelField(this.model, node, row, column) };
      }),
    projection: ({ node, map, pixel, method, ...subject }) =>
      this.#withSubject(subject, async (inspection, { pixels }) => {
        this.#checkNode(node);
        return project(inspection, pixels, { node, map, pixel, method });
      }),
    strongest: ({ epoch, node }, work) =>
      this.#withEpoch(epoch, (inspection, cache) => this.#strongest(inspection, cache, node, work)),
    excitement: ({ epoch, ...request }, work) =>
      this.#withEpoch(epoch, (inspection, cache) => this.#excite(inspection, cache, request, work)),
    evolution: async ({ epochs, ...request }, { signal, onProgress }) => {
      const stages: EvolutionStage[] = [];
      for (const epoch of epochs) {
        const before = stages.length;
        const work = {
          ...(signal && { signal }),
          onProgress: (done: number, total: number) => onProgress?.(before * total + done, epochs.length * total),
        };
        const [strongest] = await this.#withEpoch(epoch, (inspection, cache) =>
          this.#excite(inspection, cache, request, work, 1),
        );
        if (strongest === undefined) throw new Error('The training split has no image.');
        stages.push({ epoch, strongest });
      }
      return stages;
    },
    neighbours: ({ count, ...subject }, work) =>
      this.#withSubject(subject, async (inspection, { pixels, trainIndex }, _key, cache) => {
        const { train } = this.data;
        this.#checkTrainingImages();
        const node = featureNode(this.model);
        const features = featureCount(this.model, node);
        const compute = () => splitFeatures(inspection, train, node, work);
        const all = await (cache === null ? compute() : cache.features(node, features, compute));
        const own = await imageFeatures(inspection, pixels, node);
        const found = nearest(all, train.labels, own, count, trainIndex);
        return { nearest: found.map((each) => ({ ...each, pixels: imageAt(train, each.image) })), node, features };
      }),
    gradCam: ({ label, node, ...subject }) =>
      this.#withSubject(subject, async (inspection, { pixels }, key) => {
        if (node !== null) this.#checkNode(node);
        const about = label ?? (await this.#likeliest(inspection, pixels, key));
        return gradCam(inspection, pixels, about, node ?? gradCamNode(this.model));
      }),
    occlusion: ({ label, side, step, ...subject }, work) =>
      this.#withSubject(subject, async (inspection, { pixels }, key) => {
        const about = label ?? (await this.#likeliest(inspection, pixels, key));
        return occlude(inspection, pixels, this.#loss, { label: about, side, step }, work);
      }),
    embedding: ({ epoch, ...request }, work) =>
      this.#withEpoch(epoch, (inspection, cache) => {
        const compute = () => embed(inspection, this.data.validation, this.#loss, request, work);
        return cache === null ? compute() : cache.embedding(request, compute);
      }),
    predictions: ({ epoch }, work) =>
      this.#withEpoch(epoch, (inspection, cache) => {
        const compute = () => predictSplit(inspection, this.data.validation, this.#loss, work);
        return cache === null ? compute() : cache.predictions(compute);
      }),
    thumbnails: async ({ split, images, side }) => {
      for (const index of images) this.#checkImage(split, index);
      return thumbnails(this.data[split], this.data.shape, images, side);
    },
  };

  /** What the outputs mean. */
  get #loss(): LossSpec['kind'] {
    return this.model.training?.loss.kind ?? 'crossEntropy';
  }

  async #look(
    inspection: Inspection,
    { pixels, label, note }: ReadImage,
    key: string,
    nodes: readonly number[],
  ): Promise<Look> {
    for (const node of nodes) this.#checkNode(node);
    const seen = this.#see(inspection, pixels, key);
    const [values, statistics] = [await seen.values, await seen.statistics];
    const guesses = topGuesses(values[this.model.outputs[0]!]!, this.#loss, this.data.classNames);
    return { pixels, label, note, guesses, statistics, maps: nodes.map((node) => values[node]!.slice()) };
  }

  async #maps(
    inspection: Inspection,
    pixels: Uint8Array,
    key: string,
    nodes: readonly number[],
  ): Promise<readonly Float32Array[]> {
    for (const node of nodes) this.#checkNode(node);
    const last = this.#earlyNode;
    if (this.#lastLook?.key !== key && last !== null && nodes.every((node) => node <= last)) {
      const values = await inspection.activations(pixels, [...Array(last + 1).keys()]);
      return nodes.map((node) => values[node]!);
    }
    const values = await this.#see(inspection, pixels, key).values;
    return nodes.map((node) => values[node]!.slice());
  }

  /** All nodes; those of the last image are at hand. */
  #see(inspection: Inspection, pixels: Uint8Array, key: string): Seen {
    if (this.#lastLook?.key === key) return this.#lastLook;
    const values = inspection.activations(pixels);
    const statistics = values.then((all) =>
      this.model.nodes.map(({ id, shape }) => mapStatistics(all[id]!, mapsOf(shape).count)),
    );
    const seen = { key, values, statistics };
    this.#lastLook = seen;
    statistics.catch(() => {
      if (this.#lastLook === seen) this.#lastLook = null;
    });
    return seen;
  }

  async #likeliest(inspection: Inspection, pixels: Uint8Array, key: string): Promise<number> {
    const values = await this.#see(inspection, pixels, key).values;
    const likely = probabilities(values[this.model.outputs[0]!]!, this.#loss);
    return likely.reduce((best, each, label) => (each > likely[best]! ? label : best), 0);
  }

  async #kernels(inspection: Inspection, node: number): Promise<Kernels> {
    this.#checkNode(node);
    const layer = this.model.layers[this.model.nodes[node]!.layer ?? -1];
    const weight = layer && (await inspection.parameter(`${layer.name}.weight`));
    if (!weight)
      throw new UserError(
        'no-kernels',
        l10n.t('{0} has no weights. Choose another layer.', layer?.name ?? l10n.t('The input')),
      );
    const bias = await inspection.parameter(`${layer.name}.bias`);
    return { shape: weight.shape, weights: weight.data.slice(), bias: bias?.data.slice() ?? null };
  }

  async #strongest(
    inspection: Inspection,
    cache: InsightCache | null,
    node: number,
    work: Work,
  ): Promise<StrongestImages> {
    this.#checkNode(node);
    this.#checkTrainingImages();
    const compute = () => findStrongest(inspection, this.data.train, node, work);
    return cache === null ? compute() : cache.strongest(node, compute);
  }

  /** The strongest images of a map as pictures, `most` of them at most. */
  async #excite(
    inspection: Inspection,
    cache: InsightCache | null,
    { node, map, method }: { readonly node: number; readonly map: number; readonly method: ProjectionMethod },
    work: Work,
    most?: number,
  ): Promise<Excitement[]> {
    const { maps } = await this.#strongest(inspection, cache, node, work);
    const strongest = maps[map];
    if (strongest === undefined) {
      throw new RangeError(`Node ${node} has ${maps.length} maps: there is no map ${map}.`);
    }
    return exciteMap(inspection, this.data.train, strongest.slice(0, most), { node, map, method }, work);
  }

  async #withSubject<T>(
    { epoch, image: source, transform }: Subject,
    use: (inspection: Inspection, image: ReadImage, key: string, cache: InsightCache | null) => Promise<T>,
  ): Promise<T> {
    const read = await this.#readImage(source);
    const pixels = transform === null ? read.pixels : transformImage(read.pixels, this.data.shape, transform);
    return this.#withEpoch(epoch, (inspection, cache, epochKey) => {
      const key = `${epochKey} ${createHash('sha1').update(pixels).digest('hex')}`;
      return use(inspection, { ...read, pixels }, key, cache);
    });
  }

  async #readImage(source: ImageSource): Promise<ReadImage> {
    const none = { label: null, note: null, trainIndex: null };
    switch (source.kind) {
      case 'dataSet': {
        const { index } = source;
        this.#checkImage(source.split, index);
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

  async #withEpoch<T>(
    epoch: number,
    use: (inspection: Inspection, cache: InsightCache | null, key: string) => Promise<T>,
  ): Promise<T> {
    const stamp = await this.#stampOf(epoch);
    const key = `${epoch} ${stamp}`;
    const open = this.#epochs.get(key) ?? { inspection: this.#openEpoch(epoch), users: 0 };
    this.#epochs.delete(key);
    this.#epochs.set(key, open);
    open.inspection.catch(() => this.#epochs.delete(key));
    const cache =
      this.#source.kind === 'run' ? new InsightCache(this.#source.folder, epoch, `${stamp} ${this.#dataStamp}`) : null;
    const work = open.inspection.then((inspection) => use(inspection, cache, key));
    open.users += 1;
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
      open.users -= 1;
      await this.#closeUnused(key);
    }
  }

  async #openEpoch(epoch: number): Promise<Inspection> {
    return Inspection.create(this.#programs, await this.#weights(epoch));
  }

  async #weights(epoch: number): Promise<Weights> {
    if (this.#source.kind === 'run') {
      const { folder } = this.#source;
      if (!(await isFolder(folder))) {
        throw new UserError(
          'run-gone',
          l10n.t(
            'The folder of this run, {0}, is gone: it was deleted or moved while it was looked at. Put it back and try again, or close the viewer.',
            folder,
          ),
        );
      }
      return readWeights(folder, epoch);
    }
    if (epoch !== 0) {
      throw new UserError(
        'no-such-epoch',
        l10n.t('{0} is not trained: it has its first weights only, epoch 0.', this.model.name),
      );
    }
    return initialise([...modelParameters(this.model), ...modelBuffers(this.model)], this.#source.seed);
  }

  /** Changes where the weights of an epoch are written anew. */
  async #stampOf(epoch: number): Promise<string> {
    if (this.#source.kind !== 'run') return String(this.#source.seed);
    const file = path.join(this.#source.folder, runLayout.checkpoint(epoch));
    return stat(file).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => 'missing',
    );
  }

  async #closeUnused(last: string): Promise<void> {
    for (const [key, { inspection, users }] of this.#epochs) {
      if (this.#epochs.size <= this.#mostEpochs) return;
      if (users > 0 || key === last) continue;
      this.#epochs.delete(key);
      await (await inspection).dispose();
    }
  }

  #checkNode(node: number): void {
    const { nodes } = this.model;
    if (nodes[node] !== undefined) return;
    throw new RangeError(`${this.model.name} has the nodes 0 to ${nodes.length - 1}: there is no node ${node}.`);
  }

  #checkImage(split: SplitName, index: number): void {
    const { count } = this.data[split];
    if (Number.isInteger(index) && index >= 0 && index < count) return;
    const range = count === 0 ? l10n.t('it has none') : l10n.t('give one from 0 to {0}', count - 1);
    const what = split === 'train' ? l10n.t('training') : l10n.t('held-out');
    throw new UserError(
      'no-such-image',
      l10n.t("There is no {0} image {1} in {2}'s data: {3}.", what, index, this.model.name, range),
    );
  }

  #checkTrainingImages(): void {
    if (this.data.train.count > 0) return;
    throw new UserError(
      'no-data',
      l10n.t('{0} has no training images. Add data: mnist() to the model.', this.model.name),
    );
  }
}

async function readData(
  model: ModelSpec,
  folder: string,
  signal: AbortSignal,
): Promise<{ data: DataSet | ImageSet; fingerprint: string | null }> {
  if (model.data !== null) {
    const source = await openData(model, folder);
    return { data: await source.read({ signal, onProgress: () => undefined }), fingerprint: source.fingerprint };
  }
  const [channels = 1, height = 1, width = 1] = model.nodes[0]!.shape;
  const none = { count: 0, images: new MemoryImages(new Uint8Array(), 1), labels: new Uint8Array() };
  const perChannel = (value: number) => new Array<number>(channels).fill(value);
  const data: ImageSet = {
    shape: [channels, height, width],
    classNames: [],
    scale: perChannel(1 / 255),
    offset: perChannel(0),
    train: none,
    validation: none,
  };
  return { data, fingerprint: null };
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Whether the model file is no longer the one that the run was made of; one that is gone tells nothing. */
async function hasChanged({ folder, manifest }: Run): Promise<boolean> {
  const [own, now] = await Promise.all(
    [path.join(folder, manifest.source), manifest.modelFile].map((file) => readFile(file, 'utf8').catch(() => null)),
  );
  return own !== null && now !== null && own !== now;
}

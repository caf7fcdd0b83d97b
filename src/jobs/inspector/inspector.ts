/** Answers requests about a run or a model: those of `protocol.ts`, without the process around them. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ImageSet } from '../../data/dataSet.ts';
import { UserError } from '../../data/userError.ts';
import type { Engine } from '../../engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../engine/onnxruntime/index.ts';
import type { ProjectionMethod } from '../../insight/attribution/backwardRules.ts';
import { gradCam, gradCamNode } from '../../insight/attribution/gradCam.ts';
import { occlude } from '../../insight/attribution/occlusion.ts';
import { pixelOrigin } from '../../insight/attribution/pixelOrigin.ts';
import { project } from '../../insight/attribution/projection.ts';
import { exciteMap, findStrongest } from '../../insight/attribution/strongest.ts';
import { embed } from '../../insight/embedding/embedding.ts';
import {
  featureCount,
  featureNode,
  imageFeatures,
  nearest,
  predictSplit,
  splitFeatures,
} from '../../insight/embedding/features.ts';
import { transformImage } from '../../insight/images/imageTransform.ts';
import { imageAt } from '../../insight/images/splitImage.ts';
import { thumbnails } from '../../insight/images/thumbnails.ts';
import { type Inspection, InspectionPrograms } from '../../insight/inspection.ts';
import { inspectedLayers } from '../../insight/layers.ts';
import type { EvolutionStage, Excitement, Kernels, StrongestImages } from '../../insight/results.ts';
import type { Work } from '../../insight/splitPass.ts';
import { pixelField } from '../../model/pixelField.ts';
import type { ModelSpec } from '../../model/spec.ts';
import { MetricsReader, modelFolder, type Run, readModel, readRun } from '../../training/runReader.ts';
import { type EpochInUse, InspectedEpochs } from './epochs.ts';
import { ForwardPasses, type PassInput } from './forwardPasses.ts';
import { InspectedImages } from './images.ts';
import type { InspectedFacts, InspectorMethod, InspectorRequests, InspectorSource, Subject } from './protocol.ts';

export type InspectorHandler<K extends InspectorMethod> = (
  request: InspectorRequests[K]['request'],
  work: Work,
) => Promise<InspectorRequests[K]['reply']>;

/** One handler for every request but the first. */
export type InspectionHandlers = { readonly [K in Exclude<InspectorMethod, 'open'>]: InspectorHandler<K> };

export interface InspectorOptions {
  readonly signal?: AbortSignal;
  /** CPU threads; all by default. */
  readonly threads?: number;
}

/** An image at an epoch in use by a request. */
type SubjectInUse = PassInput & Pick<EpochInUse, 'cache'>;

export class Inspector {
  readonly model: ModelSpec;
  readonly data: ImageSet;
  readonly #source: InspectorSource;
  readonly #run: Run | null;
  readonly #images: InspectedImages;
  readonly #engine: Engine;
  readonly #programs: InspectionPrograms;
  readonly #epochs: InspectedEpochs;
  readonly #passes: ForwardPasses;

  private constructor(
    source: InspectorSource,
    run: Run | null,
    model: ModelSpec,
    images: InspectedImages,
    engine: Engine,
  ) {
    this.#source = source;
    this.#run = run;
    this.model = model;
    this.data = images.data;
    this.#images = images;
    this.#engine = engine;
    this.#programs = new InspectionPrograms(engine, model, images.data);
    this.#epochs = new InspectedEpochs(source, this.#programs, images.stamp);
    this.#passes = new ForwardPasses(model, images.data.classNames);
  }

  /** Opens a run or model. Throws a `UserError` if it or its data cannot be read. */
  static async open(source: InspectorSource, { signal, threads }: InspectorOptions = {}): Promise<Inspector> {
    const run = source.kind === 'run' ? await readRun(source.folder) : null;
    const model = source.kind === 'run' ? await readModel(source.folder) : source.model;
    const folder = source.kind === 'run' ? modelFolder(run!) : source.folder;
    const images = await InspectedImages.open(model, folder, signal ?? new AbortController().signal);
    const engine = await createOnnxRuntimeEngine(threads === undefined ? {} : { threads });
    return new Inspector(source, run, model, images, engine);
  }

  /** Epochs whose weights are kept now, ascending. */
  epochs(): Promise<readonly number[]> {
    return this.#epochs.list();
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
      earlyNode: this.#passes.earlyNode,
    };
  }

  /** Waits for requests in progress. */
  async dispose(): Promise<void> {
    await this.#epochs.dispose();
    await this.#programs.dispose();
    await this.#engine.dispose();
  }

  readonly handlers: InspectionHandlers = {
    look: ({ nodes, ...subject }) =>
      this.#withSubject(subject, async (input) => {
        for (const node of nodes) this.#checkNode(node);
        return this.#passes.look(input, nodes);
      }),
    maps: ({ nodes, ...subject }) =>
      this.#withSubject(subject, async (input) => {
        for (const node of nodes) this.#checkNode(node);
        return this.#passes.maps(input, nodes);
      }),
    figures: async () => {
      if (this.#source.kind !== 'run') return [];
      const { events } = await new MetricsReader(this.#source.folder).read();
      return events
        .filter((event) => event.event === 'epoch')
        .map(({ epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy }) => {
          return { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy };
        });
    },
    kernels: ({ epoch, node }) => this.#epochs.use(epoch, ({ inspection }) => this.#kernels(inspection, node)),
    pixel: ({ node, map, row, column, ...subject }) =>
      this.#withSubject(subject, async (input) => {
        this.#checkNode(node);
        const values = await this.#passes.values(input);
        const origin = await pixelOrigin(input.inspection, values, { node, map, row, column });
        return { origin, field: pixelField(this.model, node, row, column) };
      }),
    projection: ({ node, map, pixel, method, ...subject }) =>
      this.#withSubject(subject, async ({ inspection, image }) => {
        this.#checkNode(node);
        return project(inspection, image.pixels, { node, map, pixel, method });
      }),
    strongest: ({ epoch, node }, work) => this.#epochs.use(epoch, (inUse) => this.#strongest(inUse, node, work)),
    excitement: ({ epoch, ...request }, work) => this.#epochs.use(epoch, (inUse) => this.#excite(inUse, request, work)),
    evolution: async ({ epochs, ...request }, { signal, onProgress }) => {
      const stages: EvolutionStage[] = [];
      for (const epoch of epochs) {
        const before = stages.length;
        const work = {
          ...(signal && { signal }),
          onProgress: (done: number, total: number) => onProgress?.(before * total + done, epochs.length * total),
        };
        const [strongest] = await this.#epochs.use(epoch, (inUse) => this.#excite(inUse, request, work, 1));
        if (strongest === undefined) throw new Error('The training split has no image.');
        stages.push({ epoch, strongest });
      }
      return stages;
    },
    neighbours: ({ count, ...subject }, work) =>
      this.#withSubject(subject, async ({ inspection, image, cache }) => {
        const { train } = this.data;
        this.#images.checkTraining();
        const node = featureNode(this.model);
        const features = featureCount(this.model, node);
        const compute = () => splitFeatures(inspection, train, node, work);
        const all = await (cache === null ? compute() : cache.features(node, features, compute));
        const own = await imageFeatures(inspection, image.pixels, node);
        const found = nearest(all, train.labels, own, count, image.trainIndex);
        return { nearest: found.map((each) => ({ ...each, pixels: imageAt(train, each.image) })), node, features };
      }),
    gradCam: ({ label, node, ...subject }) =>
      this.#withSubject(subject, async (input) => {
        if (node !== null) this.#checkNode(node);
        const about = label ?? (await this.#passes.likeliest(input));
        return gradCam(input.inspection, input.image.pixels, about, node ?? gradCamNode(this.model));
      }),
    occlusion: ({ label, side, step, ...subject }, work) =>
      this.#withSubject(subject, async (input) => {
        const about = label ?? (await this.#passes.likeliest(input));
        const request = { label: about, side, step };
        return occlude(input.inspection, input.image.pixels, this.#passes.loss, request, work);
      }),
    embedding: ({ epoch, ...request }, work) =>
      this.#epochs.use(epoch, ({ inspection, cache }) => {
        const compute = () => embed(inspection, this.data.validation, this.#passes.loss, request, work);
        return cache === null ? compute() : cache.embedding(request, compute);
      }),
    predictions: ({ epoch }, work) =>
      this.#epochs.use(epoch, ({ inspection, cache }) => {
        const compute = () => predictSplit(inspection, this.data.validation, this.#passes.loss, work);
        return cache === null ? compute() : cache.predictions(compute);
      }),
    thumbnails: async ({ split, images, side }) => {
      for (const index of images) this.#images.check(split, index);
      return thumbnails(this.data[split], this.data.shape, images, side);
    },
  };

  async #withSubject<T>(
    { epoch, image: source, transform }: Subject,
    use: (subject: SubjectInUse) => Promise<T>,
  ): Promise<T> {
    const read = await this.#images.read(source);
    const pixels = transform === null ? read.pixels : transformImage(read.pixels, this.data.shape, transform);
    return this.#epochs.use(epoch, ({ inspection, cache, key: epochKey }) => {
      const key = `${epochKey} ${createHash('sha1').update(pixels).digest('hex')}`;
      return use({ inspection, cache, image: { ...read, pixels }, key });
    });
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

  async #strongest({ inspection, cache }: EpochInUse, node: number, work: Work): Promise<StrongestImages> {
    this.#checkNode(node);
    this.#images.checkTraining();
    const compute = () => findStrongest(inspection, this.data.train, node, work);
    return cache === null ? compute() : cache.strongest(node, compute);
  }

  /** The strongest images of a map as pictures, at most `most`. */
  async #excite(
    inUse: EpochInUse,
    { node, map, method }: { readonly node: number; readonly map: number; readonly method: ProjectionMethod },
    work: Work,
    most?: number,
  ): Promise<Excitement[]> {
    const { maps } = await this.#strongest(inUse, node, work);
    const strongest = maps[map];
    if (strongest === undefined) {
      throw new RangeError(`Node ${node} has ${maps.length} maps: there is no map ${map}.`);
    }
    return exciteMap(inUse.inspection, this.data.train, strongest.slice(0, most), { node, map, method }, work);
  }

  #checkNode(node: number): void {
    const { nodes } = this.model;
    if (nodes[node] !== undefined) return;
    throw new RangeError(`${this.model.name} has the nodes 0 to ${nodes.length - 1}: there is no node ${node}.`);
  }
}

/** Whether the model file has changed since the run started; `false` if it no longer exists. */
async function hasChanged({ folder, manifest }: Run): Promise<boolean> {
  const [own, now] = await Promise.all(
    [path.join(folder, manifest.source), manifest.modelFile].map((file) => readFile(file, 'utf8').catch(() => null)),
  );
  return own !== null && now !== null && own !== now;
}

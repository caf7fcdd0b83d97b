/**
 * The requests of the inspector process with their answers, called by its client over the channel of its fork. Panels
 * pass requests on unchanged.
 *
 * Each request names everything (epoch, image, layer), so order does not matter and no answer can be stale. Arrays are
 * copies, which can be passed on without copying again.
 */
import type { ProjectionMethod } from '../../insight/attribution/backwardRules.ts';
import type { PixelPlace } from '../../insight/attribution/pixelOrigin.ts';
import type { Projection, ProjectionRequest } from '../../insight/attribution/projection.ts';
import type { EmbeddingRequest } from '../../insight/embedding/embedding.ts';
import type { ImageTransform } from '../../insight/images/imageTransform.ts';
import type { InspectedLayer } from '../../insight/layers.ts';
import type { Guess } from '../../insight/prediction.ts';
import type {
  Embedding,
  EpochFigures,
  EvolutionStage,
  Excitement,
  GradCam,
  HeldOutPredictions,
  Kernels,
  Labels,
  Neighbours,
  Occlusion,
  PixelReport,
  StrongestImages,
  Thumbnails,
} from '../../insight/results.ts';
import type { MapStatistics } from '../../insight/statistics.ts';
import type { ModelSpec } from '../../model/spec.ts';

/** The subject of an inspection. */
export type InspectorSource =
  /** A run, whether it still trains or not, by the absolute path of its folder. */
  | { readonly kind: 'run'; readonly folder: string }
  /** A model with the initial weights of this seed: epoch 0 is the only one. */
  | {
      readonly kind: 'model';
      readonly model: ModelSpec;
      /** Folder of the model file, to which paths of its data are relative. */
      readonly folder: string;
      readonly seed: number;
    };

export type SplitName = 'train' | 'validation';

/** An image of the data set. */
export interface DataSetImage {
  readonly split: SplitName;
  readonly index: number;
}

export type ImageSource =
  /** One of the data set. */
  | ({ readonly kind: 'dataSet' } & DataSetImage)
  /** The user's own file; if its size or channels differ, it is adapted or refused. */
  | { readonly kind: 'file'; readonly file: string; readonly fit: 'resize' | 'refuse' }
  /** Drawn by hand: bytes in the shape of the model's input. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

/** An image at an epoch. */
export interface Subject {
  readonly epoch: number;
  readonly image: ImageSource;
  /** `null` for none. */
  readonly transform: ImageTransform | null;
}

export interface InspectedFacts {
  readonly name: string;
  /** One per node, in execution order, the input first. */
  readonly layers: readonly InspectedLayer[];
  /** `[channels, height, width]` */
  readonly shape: readonly [number, number, number];
  readonly classNames: readonly string[];
  /** How bytes are scaled for the model, per channel: byte · scale + offset. */
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  readonly trainImages: number;
  readonly validationImages: number;
  /** Labels of the held-out images, for choosing one by class. */
  readonly validationLabels: Labels;
  /** Epochs whose weights are kept, ascending; 0 is before training. */
  readonly epochs: readonly number[];
  /** Whether the model file has changed since this run; the run's own copy is shown. */
  readonly modelChanged: boolean;
  /** The default layer of Grad-CAM; `null` if the model has no feature maps. */
  readonly gradCamNode: number | null;
  /** The last node that `maps` can give long before `look` has run all of a large model; `null` for a small one. */
  readonly earlyNode: number | null;
}

/** All layers at once, and the values of those in view. */
export interface Look {
  /** The transformed image as the model takes it, in bytes. */
  readonly pixels: Uint8Array;
  /** The true class; `null` for images outside the data set. */
  readonly label: number | null;
  /** The five likeliest classes. */
  readonly guesses: readonly Guess[];
  /** By node. A vector counts as one map. */
  readonly statistics: readonly MapStatistics[];
  /** How the user's image was adapted, for people; `null` if it fitted. */
  readonly note: string | null;
  /** Values of the requested nodes, in their order: `[channels, height, width]` or `[features]`. */
  readonly maps: readonly Float32Array[];
}

export interface InspectorRequests {
  /** Reads run or model and its data. Must be the first request, made once. */
  open: { readonly request: InspectorSource; readonly reply: InspectedFacts };
  /** Runs an image through the model. Asking for other nodes of the same image computes nothing again. */
  look: { readonly request: Subject & { readonly nodes: readonly number[] }; readonly reply: Look };
  /**
   * Values only, as in `Look.maps`; if all nodes are early ones, without running the rest of the model. Await it before
   * asking for `look`: nothing leaves the process while it computes.
   */
  maps: { readonly request: Subject & { readonly nodes: readonly number[] }; readonly reply: Look['maps'] };
  /** The figures of every finished epoch; none for an untrained model. */
  figures: { readonly request: object; readonly reply: readonly EpochFigures[] };
  /** Weights of a node's layer. */
  kernels: { readonly request: { readonly epoch: number; readonly node: number }; readonly reply: Kernels };
  /** How one value was computed, and which part of the input it depends on. */
  pixel: { readonly request: Subject & PixelPlace; readonly reply: PixelReport };
  /** What in the image a map responds to. */
  projection: { readonly request: Subject & ProjectionRequest; readonly reply: Projection };
  /** The strongest nine training images of every map of a node; cached in the run folder. Reports progress. */
  strongest: { readonly request: { readonly epoch: number; readonly node: number }; readonly reply: StrongestImages };
  /**
   * Those of one map as pictures with their projections; includes the work of the request above if it was not done yet.
   */
  excitement: {
    readonly request: {
      readonly epoch: number;
      readonly node: number;
      readonly map: number;
      readonly method: ProjectionMethod;
    };
    readonly reply: readonly Excitement[];
  };
  /** The strongest training image for a map at some epochs; the same work for each. Reports progress. */
  evolution: {
    readonly request: {
      readonly epochs: readonly number[];
      readonly node: number;
      readonly map: number;
      readonly method: ProjectionMethod;
    };
    readonly reply: readonly EvolutionStage[];
  };
  /**
   * Nearest training images by the last hidden layer, whose values for all of them are cached in the run folder.
   * Reports progress.
   */
  neighbours: { readonly request: Subject & { readonly count: number }; readonly reply: Neighbours };
  /** `label`: `null` for the likeliest class; `node`: `null` for `InspectedFacts.gradCamNode`. */
  gradCam: {
    readonly request: Subject & { readonly label: number | null; readonly node: number | null };
    readonly reply: GradCam;
  };
  /** `side` and `step` in pixels; `null` for a fifth of the image, and half of that. Reports progress. */
  occlusion: {
    readonly request: Subject & {
      readonly label: number | null;
      readonly side: number | null;
      readonly step: number | null;
    };
    readonly reply: Occlusion;
  };
  /** Evenly chosen held-out images as points; cached in the run folder. Reports progress. */
  embedding: { readonly request: { readonly epoch: number } & EmbeddingRequest; readonly reply: Embedding };
  /**
   * Predictions for every held-out image, for the worst mistakes and the cells of the confusion matrix; cached in the
   * run folder. Reports progress.
   */
  predictions: { readonly request: { readonly epoch: number }; readonly reply: HeldOutPredictions };
  /** `side`: largest length of the longer side in pixels. */
  thumbnails: {
    readonly request: { readonly split: SplitName; readonly images: readonly number[]; readonly side: number };
    readonly reply: Thumbnails;
  };
}

export type InspectorMethod = keyof InspectorRequests;

/** The outcome of a request. */
export type InspectorReply<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Cancelled by a newer request or on demand. */
  | { readonly kind: 'cancelled' }
  /** Something that the user can fix; `code` as in `UserError`. Bugs reject instead. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface InspectorFunctions {
  /** A newer request of the same method cancels one in progress. `id` names it in `cancel` and `progress`. */
  ask<K extends InspectorMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>>;
  cancel(id: number): void;
}

export interface InspectorClientFunctions {
  progress(id: number, done: number, total: number): void;
  /** The epochs whose weights are kept, after a change. */
  epochs(epochs: readonly number[]): void;
}

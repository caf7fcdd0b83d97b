/**
 * What the inspector process offers, over the channel of its fork: one table of requests with their answers.
 * Only its client talks to it; panels pass requests on as they are.
 *
 * Whoever asks names everything (epoch, image, layer), so nothing has to be said in order and nothing can be
 * stale. Arrays are copies of their own, to be passed on without another.
 */
import type { ProjectionMethod } from '../insight/backwardRules.ts';
import type { EmbeddingRequest } from '../insight/embedding.ts';
import type { ImageTransform } from '../insight/imageTransform.ts';
import type { InspectedLayer } from '../insight/layers.ts';
import type { PixelPlace } from '../insight/pixelOrigin.ts';
import type { Guess } from '../insight/prediction.ts';
import type { Projection, ProjectionRequest } from '../insight/projection.ts';
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
} from '../insight/results.ts';
import type { MapStatistics } from '../insight/statistics.ts';
import type { ModelSpec } from '../model/spec.ts';

/** What is looked into. */
export type InspectorSource =
  /** A run, whether it still trains or not, by the absolute path of its folder. */
  | { readonly kind: 'run'; readonly folder: string }
  /** A model with its first weights, as training with this seed would begin: epoch 0 is the only one. */
  | {
      readonly kind: 'model';
      readonly model: ModelSpec;
      /** Folder of the model file, where paths of its data start. */
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
  /** The user's own file; of another size or number of channels it is fitted or refused. */
  | { readonly kind: 'file'; readonly file: string; readonly fit: 'resize' | 'refuse' }
  /** Drawn by hand: bytes in the shape of the model's input. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

/** An image at an epoch. */
export interface Subject {
  readonly epoch: number;
  readonly image: ImageSource;
  /** `null`: as it is. */
  readonly transform: ImageTransform | null;
}

export interface InspectedFacts {
  readonly name: string;
  /** One a node, in execution order, the input first. */
  readonly layers: readonly InspectedLayer[];
  /** `[channels, height, width]` */
  readonly shape: readonly [number, number, number];
  readonly classNames: readonly string[];
  /** How bytes become what the model sees, by channel: byte · scale + offset. */
  readonly scale: readonly number[];
  readonly offset: readonly number[];
  readonly trainImages: number;
  readonly validationImages: number;
  /** Labels of the held-out images, to choose one by class. */
  readonly validationLabels: Labels;
  /** Epochs whose weights are kept, rising; 0 is before training. */
  readonly epochs: readonly number[];
  /** The model file is no longer what this run was made of; the run's own copy is what is shown. */
  readonly modelChanged: boolean;
  /** The layer that Grad-CAM takes by itself; `null` where the model has no feature maps. */
  readonly gradCamNode: number | null;
  /** The last of the nodes that `maps` gives long before `look` has seen all of a large model; `null` in a small one. */
  readonly earlyNode: number | null;
}

/** All layers seen at once, and the values of those that are in view. */
export interface Look {
  /** The image as the model takes it, in bytes, transformed. */
  readonly pixels: Uint8Array;
  /** The true class; `null` for images that are not of the data set. */
  readonly label: number | null;
  /** The first five. */
  readonly guesses: readonly Guess[];
  /** By node. A vector is one map. */
  readonly statistics: readonly MapStatistics[];
  /** What was done to an image of the user's to make it fit, for people; `null`: nothing. */
  readonly note: string | null;
  /** Of the nodes asked for, in their order: `[channels, height, width]` or `[features]`. */
  readonly maps: readonly Float32Array[];
}

export interface InspectorRequests {
  /** Reads run or model and its data. To be asked first, once. */
  open: { readonly request: InspectorSource; readonly reply: InspectedFacts };
  /** Runs an image through the model. Asked again for other nodes of the same subject, nothing is computed again. */
  look: { readonly request: Subject & { readonly nodes: readonly number[] }; readonly reply: Look };
  /**
   * Values alone, as in `Look.maps`: where all nodes are early ones, without a run through the rest of the model. To be
   * waited for before `look` is asked: nothing leaves the process while it computes.
   */
  maps: { readonly request: Subject & { readonly nodes: readonly number[] }; readonly reply: Look['maps'] };
  /** Of every epoch that is done; none of a model that is not trained. */
  figures: { readonly request: object; readonly reply: readonly EpochFigures[] };
  /** Weights of a node's layer. */
  kernels: { readonly request: { readonly epoch: number; readonly node: number }; readonly reply: Kernels };
  /** How one value came about, and what of the input it saw. */
  pixel: { readonly request: Subject & PixelPlace; readonly reply: PixelReport };
  /** What in the image a map answers to. */
  projection: { readonly request: Subject & ProjectionRequest; readonly reply: Projection };
  /** The strongest nine training images of every map of a node; kept in the run folder. Tells progress. */
  strongest: { readonly request: { readonly epoch: number; readonly node: number }; readonly reply: StrongestImages };
  /** Those of one map as pictures, beside their projections; the same work where it was not done yet. */
  excitement: {
    readonly request: {
      readonly epoch: number;
      readonly node: number;
      readonly map: number;
      readonly method: ProjectionMethod;
    };
    readonly reply: readonly Excitement[];
  };
  /** The strongest of all training images for a map, at some epochs; the same work at each. Tells progress. */
  evolution: {
    readonly request: {
      readonly epochs: readonly number[];
      readonly node: number;
      readonly map: number;
      readonly method: ProjectionMethod;
    };
    readonly reply: readonly EvolutionStage[];
  };
  /** Training images nearest by the last hidden layer; its values for all of them are kept in the run folder. Tells progress. */
  neighbours: { readonly request: Subject & { readonly count: number }; readonly reply: Neighbours };
  /** `label`: `null` is the likeliest class; `node`: `null` is `InspectedFacts.gradCamNode`. */
  gradCam: {
    readonly request: Subject & { readonly label: number | null; readonly node: number | null };
    readonly reply: GradCam;
  };
  /** `side` and `step` in pixels; `null` is a fifth of the image, and half of that. Tells progress. */
  occlusion: {
    readonly request: Subject & {
      readonly label: number | null;
      readonly side: number | null;
      readonly step: number | null;
    };
    readonly reply: Occlusion;
  };
  /** Held-out images, evenly chosen, as points; kept in the run folder. Tells progress. */
  embedding: { readonly request: { readonly epoch: number } & EmbeddingRequest; readonly reply: Embedding };
  /**
   * Every held-out image: for the most wrong ones, and those of a cell of the confusion matrix; kept in the run
   * folder. Tells progress.
   */
  predictions: { readonly request: { readonly epoch: number }; readonly reply: HeldOutPredictions };
  /** `side`: pixels of the longer side, at most. */
  thumbnails: {
    readonly request: { readonly split: SplitName; readonly images: readonly number[]; readonly side: number };
    readonly reply: Thumbnails;
  };
}

export type InspectorMethod = keyof InspectorRequests;

/** What became of a request. */
export type InspectorReply<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** By a newer request or on demand: nobody waits for it. */
  | { readonly kind: 'cancelled' }
  /** Something that the user can mend; `code` as in `UserError`. Faults of ours reject. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface InspectorFunctions {
  /** A newer request of the same method cancels one under way. `id` names it in `cancel` and `progress`. */
  ask<K extends InspectorMethod>(
    id: number,
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>>;
  cancel(id: number): void;
}

export interface InspectorClientFunctions {
  progress(id: number, done: number, total: number): void;
  /** The epochs whose weights are kept, when they have changed. */
  epochs(epochs: readonly number[]): void;
}

/**
 * The results of looking inside, as plain data that crosses process borders. Images are `[channels, height, width]`.
 */
import type { PixelField, Rectangle } from '../model/pixelField.ts';
import type { Shape, Size2d } from '../model/spec.ts';
import type { EpochEvent } from '../training/events.ts';

/** The class of each image, from 0. */
export type Labels = Uint8Array | Int32Array;

/** A training image that excites a map. */
export interface StrongImage {
  /** Index in the training split. */
  readonly image: number;
  readonly label: number;
  /** The map's largest value on it, and where. */
  readonly value: number;
  readonly row: number;
  readonly column: number;
}

export interface StrongestImages {
  /** By map, strongest first, each image once. For a vector, each feature is a map. */
  readonly maps: readonly (readonly StrongImage[])[];
  /** Number of images searched: the whole training split. */
  readonly images: number;
}

/** A part of an image. */
export interface Crop {
  /** Where in the image; always within it. */
  readonly at: Rectangle;
  /** Bytes as they are in the data set, `[channels, at.height, at.width]`. */
  readonly pixels: Uint8Array;
}

/** What a method does at a layer it was not defined for. */
export type ChosenRule =
  /** The signal passes unchanged. */
  | 'passed through'
  /** Every pixel of a window gets an equal share. */
  | 'spread evenly'
  /** Multiplied by the channel's factor, as if that were part of the filters before. */
  | 'scaled'
  /** The derivative on this image. */
  | 'derivative'
  /** Every branch gets the whole signal. */
  | 'copied to branches'
  /** Every branch gets the channels that it contributed. */
  | 'split among branches'
  /** By the transpose of the matrix that resamples the image. */
  | 'transposed';

export interface NotedRule {
  /** The layer's name. */
  readonly layer: string;
  readonly rule: ChosenRule;
}

/** One of the strongest images: the part that the map saw, and what in it excited the map. */
export interface Excitement extends StrongImage {
  readonly crop: Crop;
  /** In the shape of `crop.pixels`. */
  readonly projection: Float32Array;
  readonly rules: readonly NotedRule[];
}

/** What the run recorded of an epoch; accuracies from 0 to 1. */
export type EpochFigures = Pick<
  EpochEvent,
  'epoch' | 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'
>;

/** The image that excited a map most at an epoch. */
export interface EvolutionStage {
  readonly epoch: number;
  readonly strongest: Excitement;
}

/** What a single value of a feature map was computed from. */
export type PixelOrigin =
  | {
      /** Σ patch ⊙ kernel + bias. */
      readonly kind: 'dotProduct';
      /** `[channels, height, width]` of patch and kernel; `[features]` for a dense layer. */
      readonly shape: readonly number[];
      /** First input channel of the patch, which may not be 0 with groups. */
      readonly firstChannel: number;
      readonly patch: Float32Array;
      /** Ones where the patch lies in the padding. */
      readonly padding: Uint8Array;
      readonly kernel: Float32Array;
      readonly bias: number;
      /** Σ patch ⊙ kernel in float64, without the bias. */
      readonly sum: number;
      readonly value: number;
    }
  | {
      /** Maximum or mean of a window of the input's map. */
      readonly kind: 'window';
      readonly shape: readonly [height: number, width: number];
      readonly patch: Float32Array;
      readonly padding: Uint8Array;
      readonly value: number;
    }
  | {
      /** Computed from values at the same place of the inputs. */
      readonly kind: 'values';
      /** One per input; empty if the layer does not keep places (flatten, normalisation over channels …). */
      readonly values: Float32Array;
      readonly value: number;
    };

export interface PixelReport {
  readonly origin: PixelOrigin;
  /** `null` if positions are lost. */
  readonly field: PixelField | null;
}

export interface Kernels {
  /** As in PyTorch: `[outputs, inputs / groups, height, width]` for a convolution. */
  readonly shape: Shape;
  readonly weights: Float32Array;
  readonly bias: Float32Array | null;
}

export interface Neighbour {
  /** Index in the training split. */
  readonly image: number;
  readonly label: number;
  /** Euclidean distance between the values of the last hidden layer. */
  readonly distance: number;
}

/** A neighbour with its pixels. */
export interface NearImage extends Neighbour {
  /** Bytes as they are in the data set. */
  readonly pixels: Uint8Array;
}

export interface Neighbours {
  readonly nearest: readonly NearImage[];
  /** Node whose values are compared, and their number. */
  readonly node: number;
  readonly features: number;
}

export interface Heat {
  /** Row-major, of size `size`; larger is more. */
  readonly values: Float32Array;
  readonly size: Size2d;
  /** The class it explains. */
  readonly label: number;
}

export interface GradCam extends Heat {
  /** Layer whose maps are weighted. */
  readonly node: number;
}

export interface Occlusion extends Heat {
  /** `values` are probabilities of the class with a grey square there; this is the one without it. */
  readonly whole: number;
  /** Side of the square, and its step from one value to the next, in pixels. */
  readonly side: number;
  readonly step: number;
}

/** Held-out images as points. */
export interface Embedding {
  /** `[x, y]` of each image, one after another. */
  readonly points: Float32Array;
  /** Indices in the held-out split. */
  readonly images: Uint32Array;
  readonly labels: Labels;
  /** The predicted classes. */
  readonly predicted: Uint16Array;
  /** Share of the variance in each direction; `null` except for PCA. */
  readonly explained: readonly [number, number] | null;
}

/** The prediction for every held-out image. */
export interface HeldOutPredictions {
  readonly labels: Labels;
  readonly predicted: Uint16Array;
  /** Probability of the predicted class. */
  readonly confidence: Float32Array;
  /** Probability of the true class: the lowest are the worst mistakes. */
  readonly probabilityOfLabel: Float32Array;
}

/** Thumbnails of images of a split. */
export interface Thumbnails {
  /** Shape of each: `[channels, height, width]`. */
  readonly shape: readonly [number, number, number];
  /** Bytes, one image after another. */
  readonly pixels: Uint8Array;
}

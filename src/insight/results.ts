/** What looking inside gives. Plain data, as it crosses between processes; images are `[channels, height, width]`. */
import type { PixelField, Rectangle } from '../model/pixelField.ts';
import type { Shape, Size2d } from '../model/spec.ts';
import type { EpochEvent } from '../training/events.ts';
import type { NotedRule } from './backwardRules.ts';
import type { PixelOrigin } from './pixelOrigin.ts';

/** One class an image, from 0. */
export type Labels = Uint8Array | Int32Array;

/** A training image that excites a map. */
export interface StrongImage {
  /** In the training split. */
  readonly image: number;
  readonly label: number;
  /** The map's largest value on it, and where. */
  readonly value: number;
  readonly row: number;
  readonly column: number;
}

export interface StrongestImages {
  /** By map, strongest first, each image once. Of a vector each feature is a map. */
  readonly maps: readonly (readonly StrongImage[])[];
  /** Images that were looked at: the whole training split. */
  readonly images: number;
}

/** A part of an image. */
export interface Crop {
  /** Where in the image; within it. */
  readonly at: Rectangle;
  /** Bytes as they are in the data set, `[channels, at.height, at.width]`. */
  readonly pixels: Uint8Array;
}

/** One of the strongest: the part of the image that the map saw, and what in it excited the map. */
export interface Excitement extends StrongImage {
  readonly crop: Crop;
  /** In the shape of `crop.pixels`. */
  readonly projection: Float32Array;
  readonly rules: readonly NotedRule[];
}

/** What the run noted of an epoch; accuracies from 0 to 1. */
export type EpochFigures = Pick<
  EpochEvent,
  'epoch' | 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'
>;

/** What excited a map most at an epoch. */
export interface EvolutionStage {
  readonly epoch: number;
  readonly strongest: Excitement;
}

export interface PixelReport {
  readonly origin: PixelOrigin;
  /** `null` where positions are lost. */
  readonly field: PixelField | null;
}

export interface Kernels {
  /** As in PyTorch: `[outputs, inputs / groups, height, width]` of a convolution. */
  readonly shape: Shape;
  readonly weights: Float32Array;
  readonly bias: Float32Array | null;
}

export interface Neighbour {
  /** In the training split. */
  readonly image: number;
  readonly label: number;
  /** Euclidean, between the values of the last hidden layer. */
  readonly distance: number;
}

/** A neighbour to be shown. */
export interface NearImage extends Neighbour {
  /** Bytes as they are in the data set. */
  readonly pixels: Uint8Array;
}

export interface Neighbours {
  readonly nearest: readonly NearImage[];
  /** Node whose values are compared, and how many they are. */
  readonly node: number;
  readonly features: number;
}

export interface Heat {
  /** Row-major, in the size of `size`; larger is more. */
  readonly values: Float32Array;
  readonly size: Size2d;
  /** The class it is about. */
  readonly label: number;
}

export interface GradCam extends Heat {
  /** Layer whose maps are weighed. */
  readonly node: number;
}

export interface Occlusion extends Heat {
  /** `values` are probabilities of the class with a grey square there; this is the one without. */
  readonly whole: number;
  /** Side of the square, and how far it moves from one value to the next, in pixels. */
  readonly side: number;
  readonly step: number;
}

/** Held-out images as points. */
export interface Embedding {
  /** `[x, y]` an image, one after another. */
  readonly points: Float32Array;
  /** In the held-out split. */
  readonly images: Uint32Array;
  readonly labels: Labels;
  /** What the model takes them for. */
  readonly predicted: Uint16Array;
  /** Share of the variance in each direction; `null` but for PCA. */
  readonly explained: readonly [number, number] | null;
}

/** What the model takes every held-out image for. */
export interface HeldOutPredictions {
  readonly labels: Labels;
  readonly predicted: Uint16Array;
  /** What it gives that class: how sure it is. */
  readonly confidence: Float32Array;
  /** What it gives the true class: the least are the most wrong. */
  readonly probabilityOfLabel: Float32Array;
}

/** Images of a split, small enough to be shown side by side. */
export interface Thumbnails {
  /** Of each: `[channels, height, width]`. */
  readonly shape: readonly [number, number, number];
  /** Bytes, one image after another. */
  readonly pixels: Uint8Array;
}

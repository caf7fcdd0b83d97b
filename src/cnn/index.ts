/** What a model file imports as `'cnn-lab'`: builders of plain data. */
export * from './activations.ts';
export * from './augmentation.ts';
export * from './convolution.ts';
export * from './data.ts';
export * from './dense.ts';
export * from './graph.ts';
export * from './losses.ts';
export * from './merge.ts';
export * from './normalisation.ts';
export * from './optimizers.ts';
export * from './pooling.ts';
export * from './resizing.ts';
export * from './schedules.ts';
export type {
  Augmentation,
  Border,
  Data,
  Layer,
  LayerOptions,
  Loss,
  Optimizer,
  Padding,
  Schedule,
  Size,
  Tensor,
} from './types.ts';

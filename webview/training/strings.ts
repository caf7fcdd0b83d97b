/** Everything the training panel says, in one place for translators. */
import type { RunState } from '../../src/panels/trainingProtocol.ts';
import { t } from '../localization.ts';

export const states: Readonly<Record<RunState, string>> = {
  waiting: t('Waiting'),
  starting: t('Starting'),
  running: t('Training'),
  done: t('Finished'),
  interrupted: t('Stopped'),
  failed: t('Failed'),
  killed: t('Ended unexpectedly'),
};

export const strings = {
  stop: t('Stop'),
  stopping: t('Stopping …'),
  cancel: t('Cancel'),
  train: t('Train model'),
  resume: t('Resume'),
  resuming: t('Resuming …'),
  openModel: t('Open model file'),
  openViewer: t('Activation viewer'),
  openLog: t('Open log'),
  exportModel: t('Export model…'),
  opening: t('Waiting for the training to begin …'),
  waiting: t('Waiting for the first step …'),
  reading: (done: string, total: string) => t('Reading images {0}/{1}', done, total),
  killed: t('The trainer has ended without a word: it was killed, or ran out of memory.'),
  failed: t('Training has failed.'),
  resumable: t('Resuming goes on from the last checkpoint; nothing before it is lost.'),

  epoch: t('Epoch'),
  epochOf: (epoch: string, epochs: string) => t('{0} of {1}', epoch, epochs),
  accuracy: t('Accuracy'),
  validationAccuracy: t('Validation accuracy'),
  best: t('best so far'),
  bestAt: (accuracy: string, epoch: string) => t('best {0}, epoch {1}', accuracy, epoch),
  validationLoss: t('Validation loss'),
  throughput: t('Images per second'),
  elapsed: t('Elapsed'),
  timeLeft: t('Time left'),
  device: t('Device'),
  selectDevice: t('Choose the device for trainings to come'),
  stepOf: (step: string, steps: string) => t('step {0} of {1}', step, steps),
  progress: (percent: string) => t('{0} of all steps', percent),

  lossByStep: t('Loss by step'),
  lossByEpoch: t('Loss by epoch'),
  accuracyByEpoch: t('Accuracy by epoch'),
  step: t('Step'),
  stepReading: (step: string, epoch: string) => t('Step {0}, epoch {1}', step, epoch),
  epochReading: (epoch: string) => t('Epoch {0}', epoch),
  batchLoss: t('Batch'),
  smoothed: t('Smoothed'),
  training: t('Training'),
  validation: t('Validation'),
  smoothing: t('Smoothing'),
  smoothingOff: t('off'),
  smoothingSteps: (steps: string) => t('over {0} steps', steps),
  logarithmic: t('Logarithmic'),
  showAll: t('Show all steps'),
  dragToZoom: t('Drag to zoom'),
  afterFirstEpoch: t('After the first epoch'),
  stepChart: (steps: string, first: string, last: string) =>
    t('Loss by step: {0} steps, from {1} to {2}.', steps, first, last),
  epochChart: (title: string, epochs: string, train: string, validation: string) =>
    t('{0}: {1} epochs; the latest has {2} in training and {3} in validation.', title, epochs, train, validation),
  readWithArrows: (title: string) => t('{0}. Read it with the arrow keys.', title),

  kernels: t('Kernels'),
  layer: t('Layer'),
  beforeTraining: t('Before training'),
  inColour: t('In colour'),
  noKernels: t('This model has no convolution whose kernels could be shown.'),
  noCheckpoint: t('Waiting for the first weights …'),
  kernelCount: (count: string, size: string) => t('{0} kernels of {1}', count, size),
  pairCount: (outputs: string, inputs: string, size: string) => t('{0} × {1} kernels of {2}', outputs, inputs, size),
  firstOf: (shown: string, all: string) => t('the first {0} of {1}', shown, all),
  kernelImage: (count: string, layer: string, when: string, scale: string) =>
    t('{0} kernels of {1}, {2}; weights up to ±{3}. Read them with the arrow keys.', count, layer, when, scale),
  kernelReading: (kernel: string, row: string, column: string, weight: string) =>
    t('Kernel {0}, row {1}, column {2}: {3}', kernel, row, column, weight),
  pairReading: (output: string, input: string, row: string, column: string, weight: string) =>
    t('Kernel {0}, input channel {1}, row {2}, column {3}: {4}', output, input, row, column, weight),
  kernelHint: t('Point at a weight to read it.'),
  weightScale: (scale: string) => t('Colours from −{0} through zero to {0}', scale),

  confusion: t('Confusion matrix'),
  confusionLater: t('Comes with the last epoch.'),
  confusionSummary: (correct: string, images: string, errors: string) =>
    t('{0} of {1} validation images right, {2} wrong', correct, images, errors),
  shares: t('Per cent of each class'),
  trueClass: t('True class'),
  predictedClass: t('Predicted class'),
  recall: t('Recall'),
  recallHelp: t('Share of the images of a class that were recognised (recall)'),
  precision: t('Precision'),
  precisionHelp: t('Share of the answers for a class that were right (precision)'),
  total: t('Images'),
  cellReading: (truth: string, predicted: string, count: string, total: string, share: string) =>
    t('True {0}, predicted {1}: {2} of {3} images ({4})', truth, predicted, count, total, share),
  cellHint: t('Point at a cell, or move with the arrow keys.'),
  tooManyClasses: (classes: string) =>
    t('{0} classes are too many for a table: these are confused most often.', classes),
  mistaken: (truth: string, predicted: string) => t('{0} taken for {1}', truth, predicted),
} as const;

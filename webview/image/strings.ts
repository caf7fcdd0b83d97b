/** The texts of kernel pictures, in every panel. */
import { t } from '../localization.ts';

export const strings = {
  kernelCount: (count: string, size: string) => t('{0} kernels of {1}', count, size),
  pairCount: (outputs: string, inputs: string, size: string) => t('{0} × {1} kernels of {2}', outputs, inputs, size),
  firstOf: (shown: string, all: string) => t('the first {0} of {1}', shown, all),
  beforeTraining: t('Before training'),
  epoch: (epoch: string) => t('Epoch {0}', epoch),
  kernelImage: (count: string, layer: string, when: string, scale: string) =>
    t('{0} kernels of {1}, {2}; weights up to ±{3}. Read them with the arrow keys.', count, layer, when, scale),
  kernelReading: (kernel: string, row: string, column: string, weight: string) =>
    t('Kernel {0}, row {1}, column {2}: {3}', kernel, row, column, weight),
  pairReading: (output: string, input: string, row: string, column: string, weight: string) =>
    t('Kernel {0}, input channel {1}, row {2}, column {3}: {4}', output, input, row, column, weight),
  weightScale: (scale: string) => t('Colours from −{0} through zero to {0}', scale),
} as const;

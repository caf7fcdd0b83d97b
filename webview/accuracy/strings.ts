/** Everything the comparison says, in one place for translators. */
import { t } from '../localization.ts';

export const strings = {
  title: t('Accuracy and operations'),
  reading: t('Reading the runs of this workspace …'),
  dataSet: t('Data set'),
  all: t('All data sets'),
  logarithmic: t('Logarithmic'),
  apart: t(
    'Accuracies on different data sets cannot be compared: 99% on MNIST is easier than 60% on ImageNet. Choose one data set to compare.',
  ),
  unreadable: (count: string) => t('{0} runs could not be read:', count),
  operations: t('Top-1 accuracy against operations'),
  operationsNote: t(
    'The area of a disc is proportional to the parameters; networks of one colour belong to one family. After Canziani et al., 2016, figure 2.',
  ),
  networks: t('Top-1 accuracy by network'),
  networksNote: t('The best of several runs of a network. After Canziani et al., 2016, figure 1.'),
  multiplyAdds: t('Multiply-adds of one image'),
  top1: t('Top-1 accuracy'),
  parameters: t('Parameters'),
  network: t('Network'),
  source: t('Source'),
  table: t('All figures'),
  ownRuns: t('Your runs'),
  openRun: (name: string) => t('Open the run of {0}', name),
  chart: (title: string, count: string) => t('{0}: {1} networks. The table below has the figures.', title, count),
  published: t(
    'Published: one crop in the middle of each of ImageNet’s 50,000 validation images. Parameters and multiply-adds are counted from the zoo’s model files. Your runs: their validation images.',
  ),
  onDataSet: (name: string, dataSet: string) => t('{0} on {1}', name, dataSet),
  none: t('No run of this workspace has been evaluated yet: train a model, and it appears here.'),
} as const;

/**
 * Options that PyTorch or Keras have and we do not, where another name would be no answer: what is so here, and whether
 * the option can be left out without a change.
 */
import * as l10n from '@vscode/l10n';
import type { Raw } from '../cnn/record.ts';
import { plainName } from './didYouMean.ts';

export interface OptionElsewhere {
  readonly text: string;
  /** It asks for what is done anyway, or for what a model file does not decide. */
  readonly isNeedless: boolean;
}

const needless = (text: string): OptionElsewhere => ({ text, isNeedless: true });
const different = (text: string): OptionElsewhere => ({ text, isNeedless: false });

/** `null` for names that are not known from there. */
export function optionElsewhere(builder: string, name: string, value: Raw): OptionElsewhere | null {
  return ofTheInput(name) ?? ofLayers(builder, name, value) ?? ofTraining(builder, name, value);
}

/** What PyTorch and Keras are told of the input at a layer. */
export function ofTheInput(name: string): OptionElsewhere | null {
  switch (plainName(name)) {
    case 'inchannels':
    case 'infeatures':
    case 'numfeatures':
    case 'numchannels':
    case 'normalizedshape':
      return needless(l10n.t('It is inferred from the input, so do not give it.'));
    case 'inputshape':
    case 'inputdim':
      return needless(l10n.t('It belongs to {0}.', 'model({ input: [1, 28, 28], … })'));
    default:
      return null;
  }
}

function ofLayers(builder: string, name: string, value: Raw): OptionElsewhere | null {
  const plain = plainName(name);
  if (plain.endsWith('initializer'))
    return needless(l10n.t('Weights are initialised as PyTorch does by default, from the seed of the training.'));
  if (plain.endsWith('regularizer'))
    return different(l10n.t('It belongs to the optimizer, as weight decay: {0}.', 'sgd({ weightDecay: 1e-4 })'));
  switch (plain) {
    case 'paddingmode': {
      const text = l10n.t('Padding is with zeros only; randomCrop can pad images by other modes.');
      return builder === 'randomCrop' ? null : value === 'zeros' ? needless(text) : different(text);
    }
    case 'same':
    case 'valid':
      return different(l10n.t('Write {0}.', `padding: '${plain}'`));
    case 'dataformat':
      return needless(l10n.t('Feature maps are always channels×height×width.'));
    case 'dtype':
      return needless(l10n.t('All values are 32-bit floating-point numbers.'));
    case 'inplace':
    case 'returnindices':
      return needless(l10n.t('It is not needed here.'));
    case 'dim':
    case 'axis':
      return needless(
        builder === 'layerNorm'
          ? l10n.t('It always covers channels, height and width.')
          : l10n.t('It always works on the channels, or the values of a vector.'),
      );
    case 'startdim':
    case 'enddim':
      return needless(l10n.t('It always flattens everything but the batch.'));
    case 'keepdim':
    case 'keepdims':
      return needless(l10n.t('Height and width are always kept, as 1×1. Put {0} after it for a vector.', 'flatten()'));
    case 'trackrunningstats':
      return needless(l10n.t('Running statistics are always kept, and used in inference.'));
    case 'center':
    case 'scale':
      return builder.endsWith('Norm') || builder === 'batchNorm2d'
        ? different(l10n.t('Scale and shift are learned together, or neither: {0}.', 'affine: false'))
        : null;
    case 'maxvalue':
      return different(l10n.t('A ReLU with a limit of 6 is {0}.', 'relu6()'));
    case 'negativeslope':
      return different(l10n.t('A ReLU with a slope below 0 is {0}.', 'leakyRelu(0.1)'));
    case 'size':
    case 'outputsize':
      return builder === 'upsample2d' ? different(l10n.t('It takes a factor: {0}.', 'upsample2d(2)')) : null;
    case 'depthradius':
      return different(l10n.t('It takes the whole size, 2 · depth_radius + 1: {0}.', 'localResponseNorm(5)'));
    default:
      return null;
  }
}

function ofTraining(builder: string, name: string, value: Raw): OptionElsewhere | null {
  switch (plainName(name)) {
    case 'device':
      return needless(l10n.t('The device is chosen by the setting {0}, or by {1}.', 'cnnLab.device', '--device'));
    case 'params':
    case 'parameters':
      return needless(l10n.t('An optimizer trains all parameters of the model.'));
    case 'clipnorm':
    case 'globalclipnorm':
      return different(l10n.t('It belongs to {0}.', 'training: { clipGradNorm: … }'));
    case 'clipvalue':
      return different(l10n.t('It belongs to {0}.', 'training: { clipGradValue: … }'));
    case 'gradientclipping':
      return different(l10n.t('Write {0}.', 'clipGradNorm: 1'));
    case 'foreach':
    case 'fused':
    case 'numworkers':
      return needless(l10n.t('It is not needed here.'));
    case 'scheduler':
    case 'schedule':
    case 'lrscheduler':
      return different(l10n.t('A schedule is given to the optimizer as its learning rate: {0}.', 'cosine(1e-3)'));
    case 'tmax':
      return needless(l10n.t('The learning rate falls until the end of the training, whatever its length.'));
    case 'fromlogits':
      return value === true
        ? needless(l10n.t('It always takes logits.'))
        : different(l10n.t('It always takes logits: end the model without softmax or sigmoid.'));
    case 'reduction':
      return value === 'mean'
        ? needless(l10n.t('It is always the mean over the batch.'))
        : different(l10n.t('It is always the mean over the batch.'));
    case 'shuffle':
      return needless(l10n.t('Training images are shuffled anew in every epoch.'));
    case 'validationsplit':
      return different(l10n.t('It belongs to the data: {0}.', "imageFolder('flowers', { validation: 0.2, … })"));
    case 'metrics':
      return needless(l10n.t('Loss and accuracy are always measured.'));
    case 'dropout':
      return builder === 'training' ? different(l10n.t('It is a layer: {0}.', 'dropout(0.5)')) : null;
    case 'data':
      return builder === 'training' ? different(l10n.t('It belongs to {0}.', 'model({ data: mnist(), … })')) : null;
    default:
      return null;
  }
}

import type { AttributesOf } from '../../../model/layers/index.ts';
import { type Keyword, pythonBool, pythonCall, pythonList } from '../python.ts';
import { either, kept, type WriteLayer } from '../step.ts';

const epsilonOf = (epsilon: number): Keyword => ['eps', `${epsilon}`, '0.00001'];

export const batchNorm2d: WriteLayer<AttributesOf<'batchNorm2d'>> = (
  { momentum, epsilon, affine },
  [[channels = 0]],
) => [
  kept(
    pythonCall(
      'nn.BatchNorm2d',
      [channels],
      [epsilonOf(epsilon), ['momentum', `${momentum}`, '0.1'], ['affine', pythonBool(affine), 'True']],
    ),
  ),
];

export const groupNorm: WriteLayer<AttributesOf<'groupNorm'>> = ({ groups, epsilon, affine }, [[channels = 0]]) => [
  kept(pythonCall('nn.GroupNorm', [groups, channels], [epsilonOf(epsilon), ['affine', pythonBool(affine), 'True']])),
];

export const layerNorm: WriteLayer<AttributesOf<'layerNorm'>> = ({ epsilon, affine }, [input]) => [
  kept(
    pythonCall(
      'nn.LayerNorm',
      [pythonList(input)],
      [epsilonOf(epsilon), ['elementwise_affine', pythonBool(affine), 'True']],
    ),
  ),
];

export const localResponseNorm: WriteLayer<AttributesOf<'localResponseNorm'>> = ({ size, alpha, beta, k }) => [
  either(
    'nn.LocalResponseNorm',
    'F.local_response_norm',
    [size],
    [
      ['alpha', `${alpha}`, '0.0001'],
      ['beta', `${beta}`, '0.75'],
      ['k', `${k}`, '1'],
    ],
  ),
];

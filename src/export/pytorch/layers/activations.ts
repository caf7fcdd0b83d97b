import type { AttributesOf } from '../../../model/layers/index.ts';
import { pythonText } from '../python.ts';
import { called, either, kept, type WriteLayer } from '../step.ts';

export const relu6 = () => [either('nn.ReLU6', 'F.relu6')];
export const relu = () => [either('nn.ReLU', 'F.relu')];
export const silu = () => [either('nn.SiLU', 'F.silu')];
export const hardswish = () => [either('nn.Hardswish', 'F.hardswish')];
export const sigmoid = () => [either('nn.Sigmoid', 'torch.sigmoid')];
export const softmax = () => [either('nn.Softmax', 'F.softmax', [], [['dim', '1', '']])];
export const logSoftmax = () => [either('nn.LogSoftmax', 'F.log_softmax', [], [['dim', '1', '']])];

export const tanh: WriteLayer<AttributesOf<'tanh'>> = ({ amplitude, slope }) => [
  amplitude === 1 && slope === 1
    ? either('nn.Tanh', 'torch.tanh')
    : called((x) => `${amplitude} * torch.tanh(${slope} * ${x})`),
];

export const leakyRelu: WriteLayer<AttributesOf<'leakyRelu'>> = ({ negativeSlope }) => [
  either('nn.LeakyReLU', 'F.leaky_relu', [], [['negative_slope', `${negativeSlope}`, '0.01']]),
];

export const elu: WriteLayer<AttributesOf<'elu'>> = ({ alpha }) => [
  either('nn.ELU', 'F.elu', [], [['alpha', `${alpha}`, '1']]),
];

export const gelu: WriteLayer<AttributesOf<'gelu'>> = ({ approximate }) => [
  either('nn.GELU', 'F.gelu', [], [['approximate', pythonText(approximate), '"none"']]),
];

/** A module always: it has to know whether it is in training. */
export const dropout: WriteLayer<AttributesOf<'dropout'>> = ({ p }) => [kept(`nn.Dropout(${p})`)];

/** The derivative of every op. An op without one does not compile. */
import type { OpName } from '../program.ts';
import { gradient as add } from './add.ts';
import { gradient as avgPool2d } from './avgPool2d.ts';
import { gradient as avgPool2dGradient } from './avgPool2dGradient.ts';
import { gradient as batchNorm2d } from './batchNorm2d.ts';
import { gradient as broadcastTo } from './broadcastTo.ts';
import { gradient as concat } from './concat.ts';
import { gradient as conv2d } from './conv2d.ts';
import { gradient as conv2dInputGradient } from './conv2dInputGradient.ts';
import { gradient as conv2dKernelGradient } from './conv2dKernelGradient.ts';
import { gradient as crossEntropy } from './crossEntropy.ts';
import { gradient as divide } from './divide.ts';
import { gradient as erf } from './erf.ts';
import { gradient as exp } from './exp.ts';
import { gradient as linear } from './linear.ts';
import { gradient as log } from './log.ts';
import { gradient as logSoftmax } from './logSoftmax.ts';
import { gradient as matmul } from './matmul.ts';
import { gradient as max } from './max.ts';
import { gradient as maximum } from './maximum.ts';
import { gradient as maxPool2d } from './maxPool2d.ts';
import { gradient as maxPool2dGradient } from './maxPool2dGradient.ts';
import { gradient as mean } from './mean.ts';
import { gradient as minimum } from './minimum.ts';
import { gradient as multiply } from './multiply.ts';
import { gradient as negate } from './negate.ts';
import { gradient as pad } from './pad.ts';
import { gradient as relu } from './relu.ts';
import { gradient as reshape } from './reshape.ts';
import { type GradientRule, noGradient } from './rule.ts';
import { gradient as sigmoid } from './sigmoid.ts';
import { gradient as slice } from './slice.ts';
import { gradient as softmax } from './softmax.ts';
import { gradient as sqrt } from './sqrt.ts';
import { gradient as subtract } from './subtract.ts';
import { gradient as sum } from './sum.ts';
import { gradient as tanh } from './tanh.ts';
import { gradient as transpose } from './transpose.ts';
import { gradient as where } from './where.ts';

export const gradientRules: { readonly [K in OpName]: GradientRule<K> } = {
  add,
  argmax: noGradient,
  avgPool2d,
  avgPool2dGradient,
  batchNorm2d,
  broadcastTo,
  // Between different types there is nothing to differentiate.
  cast: noGradient,
  concat,
  conv2d,
  conv2dInputGradient,
  conv2dKernelGradient,
  crossEntropy,
  divide,
  equal: noGradient,
  erf,
  exp,
  greater: noGradient,
  linear,
  log,
  logSoftmax,
  matmul,
  max,
  maximum,
  maxPool2d,
  maxPool2dGradient,
  mean,
  minimum,
  multiply,
  negate,
  pad,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  sqrt,
  subtract,
  sum,
  tanh,
  transpose,
  where,
};

/** The rule of every op. An op without one does not compile. */
import type { OpName } from '../program.ts';
import { addRule } from './add.ts';
import { argmaxRule } from './argmax.ts';
import { avgPool2dRule } from './avgPool2d.ts';
import { avgPool2dGradientRule } from './avgPool2dGradient.ts';
import { batchNorm2dRule } from './batchNorm2d.ts';
import { broadcastToRule } from './broadcastTo.ts';
import { castRule } from './cast.ts';
import { concatRule } from './concat.ts';
import { conv2dRule } from './conv2d.ts';
import { conv2dInputGradientRule } from './conv2dInputGradient.ts';
import { conv2dKernelGradientRule } from './conv2dKernelGradient.ts';
import { crossEntropyRule } from './crossEntropy.ts';
import { divideRule } from './divide.ts';
import { equalRule } from './equal.ts';
import { erfRule } from './erf.ts';
import { expRule } from './exp.ts';
import { greaterRule } from './greater.ts';
import { linearRule } from './linear.ts';
import { logRule } from './log.ts';
import { logSoftmaxRule } from './logSoftmax.ts';
import { matmulRule } from './matmul.ts';
import { maxRule } from './max.ts';
import { maximumRule } from './maximum.ts';
import { maxPool2dRule } from './maxPool2d.ts';
import { maxPool2dGradientRule } from './maxPool2dGradient.ts';
import { meanRule } from './mean.ts';
import { minimumRule } from './minimum.ts';
import { multiplyRule } from './multiply.ts';
import { negateRule } from './negate.ts';
import { padRule } from './pad.ts';
import { reluRule } from './relu.ts';
import { reshapeRule } from './reshape.ts';
import type { OpRule } from './rule.ts';
import { sigmoidRule } from './sigmoid.ts';
import { sliceRule } from './slice.ts';
import { softmaxRule } from './softmax.ts';
import { sqrtRule } from './sqrt.ts';
import { subtractRule } from './subtract.ts';
import { sumRule } from './sum.ts';
import { tanhRule } from './tanh.ts';
import { transposeRule } from './transpose.ts';
import { whereRule } from './where.ts';

export const opRules: { readonly [K in OpName]: OpRule<K> } = {
  add: addRule,
  argmax: argmaxRule,
  avgPool2d: avgPool2dRule,
  avgPool2dGradient: avgPool2dGradientRule,
  batchNorm2d: batchNorm2dRule,
  broadcastTo: broadcastToRule,
  cast: castRule,
  concat: concatRule,
  conv2d: conv2dRule,
  conv2dInputGradient: conv2dInputGradientRule,
  conv2dKernelGradient: conv2dKernelGradientRule,
  crossEntropy: crossEntropyRule,
  divide: divideRule,
  equal: equalRule,
  erf: erfRule,
  exp: expRule,
  greater: greaterRule,
  linear: linearRule,
  log: logRule,
  logSoftmax: logSoftmaxRule,
  matmul: matmulRule,
  max: maxRule,
  maximum: maximumRule,
  maxPool2d: maxPool2dRule,
  maxPool2dGradient: maxPool2dGradientRule,
  mean: meanRule,
  minimum: minimumRule,
  multiply: multiplyRule,
  negate: negateRule,
  pad: padRule,
  relu: reluRule,
  reshape: reshapeRule,
  sigmoid: sigmoidRule,
  slice: sliceRule,
  softmax: softmaxRule,
  sqrt: sqrtRule,
  subtract: subtractRule,
  sum: sumRule,
  tanh: tanhRule,
  transpose: transposeRule,
  where: whereRule,
};

import { logSoftmax as apply } from '../../tensor/ops/index.ts';
import { elementwise } from './elementwise.ts';

/** Over the features of a vector, over the channels of a feature map: the axis after the batch. */
export const logSoftmax = elementwise((x) => apply(x, 1));

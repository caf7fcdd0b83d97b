import { mean } from '../../tensor/ops/index.ts';
import { globalPooling } from './globalPooling.ts';

export const globalAvgPool2d = globalPooling('globalAvgPool2d', (x) => mean(x, [2, 3], true));

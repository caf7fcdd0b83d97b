import { sigmoid as apply } from '../../tensor/ops/index.ts';
import { elementwise } from './elementwise.ts';

export const sigmoid = elementwise(apply);

import { tanh as apply } from '../../tensor/ops/index.ts';
import { elementwise } from './elementwise.ts';

export const tanh = elementwise(apply);

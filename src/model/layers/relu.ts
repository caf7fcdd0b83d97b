import { relu as apply } from '../../tensor/ops/index.ts';
import { elementwise } from './elementwise.ts';

export const relu = elementwise(apply);

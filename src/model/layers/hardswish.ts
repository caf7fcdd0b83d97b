import { hardswish as apply } from '../../tensor/functions/activations.ts';
import { elementwise } from './elementwise.ts';

export const hardswish = elementwise(apply);

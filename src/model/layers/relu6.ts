import { relu6 as apply } from '../../tensor/functions/activations.ts';
import { elementwise } from './elementwise.ts';

export const relu6 = elementwise(apply);

import { silu as apply } from '../../tensor/functions/activations.ts';
import { elementwise } from './elementwise.ts';

export const silu = elementwise(apply);

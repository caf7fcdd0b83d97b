/**
 * The weights of one layer at every stored epoch: requested once each, newest first, so that they are ready for the
 * slider and the play button. All epochs share one colour scale.
 */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { KernelWeights } from '../../src/panels/trainingProtocol.ts';
import { largest } from '../image/kernels.ts';
import type { Host } from './host.ts';

/** Most float values to keep: epochs beyond it are requested again when they are shown. */
const room = 16_000_000;

export interface KernelStore {
  /** Null while it is being loaded. */
  at(epoch: number): KernelWeights | null;
  /** Largest magnitude over the epochs seen. */
  readonly scale: number;
}

/** `wanted`: the epoch to show, which is loaded first. */
export function useKernels(
  host: Host,
  layer: string | null,
  checkpoints: readonly number[],
  wanted: number | null,
): KernelStore {
  const [, redraw] = useReducer<number, null>((count) => count + 1, 0);
  const held = useRef({ layer, byEpoch: new Map<number, KernelWeights>(), scale: 0, size: 0 });
  const asked = useRef(new Set<number>());
  if (held.current.layer !== layer) {
    held.current = { layer, byEpoch: new Map(), scale: 0, size: 0 };
    asked.current = new Set();
  }

  useEffect(() => {
    const { current: store } = held;
    const { current: pending } = asked;
    const order = wanted === null ? [...checkpoints].reverse() : [wanted, ...[...checkpoints].reverse()];
    const next = order.find(
      (epoch) => !store.byEpoch.has(epoch) && (epoch === wanted || store.size < room) && !pending.has(epoch),
    );
    if (layer === null || next === undefined) {
      return;
    }
    pending.add(next);
    host.kernels(layer, next).then(
      (kernels) => {
        store.byEpoch.set(next, kernels);
        store.scale = Math.max(store.scale, largest(kernels.weights));
        store.size += kernels.weights.length;
        redraw(null);
      },
      // Stays pending: an epoch whose weights are gone is not requested again.
      () => redraw(null),
    );
  });

  const { current: store } = held;
  return { at: (epoch) => store.byEpoch.get(epoch) ?? null, scale: store.scale };
}

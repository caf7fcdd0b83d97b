/**
 * Many blocks of Philox at once: four together in WebAssembly (`philoxModule.ts`), a few times as fast as one by one.
 */
import { philox4x32 } from './philox.ts';
import { philoxModule } from './philoxModule.ts';

export interface PhiloxBlocks {
  /** What is filled: four words a block. */
  readonly words: Uint32Array;
  /**
   * Computes the blocks whose counters begin with `first`, `first` + 1 … and go on with `counter`. `blocks`: a multiple
   * of four, up to `mostBlocks`.
   */
  fill(first: number, counter: readonly [number, number, number], key: readonly [number, number], blocks: number): void;
}

/** Their words are one page of WebAssembly's memory, and stay in the processor's cache until they are used. */
export const mostBlocks = 4096;

let loaded: PhiloxBlocks | null = null;

/** The same words each time: they are to be used before the next call of `fill`. */
export function philoxBlocks(): PhiloxBlocks {
  loaded ??= vectorBlocks() ?? plainBlocks();
  return loaded;
}

/** `null` where WebAssembly has no vectors, as on processors without SSE4.1. */
export function vectorBlocks(): PhiloxBlocks | null {
  if (!WebAssembly.validate(philoxModule)) return null;
  const { memory, fill } = new WebAssembly.Instance(new WebAssembly.Module(philoxModule)).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof fill !== 'function') throw new Error('Nothing is exported');
  return {
    words: new Uint32Array(memory.buffer),
    fill: (first, counter, key, blocks) => fill(first, ...counter, ...key, blocks),
  };
}

/** The same block by block. */
export function plainBlocks(): PhiloxBlocks {
  const words = new Uint32Array(4 * mostBlocks);
  const counter = new Uint32Array(4);
  const key = new Uint32Array(2);
  return {
    words,
    fill(first, rest, seed, blocks) {
      counter.set(rest, 1);
      key.set(seed);
      for (let block = 0; block < blocks; block++) {
        counter[0] = first + block;
        philox4x32(counter, key, words.subarray(4 * block, 4 * block + 4));
      }
    },
  };
}

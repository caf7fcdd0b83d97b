/**
 * All randomness in training comes from a counter-based generator (`philox.ts`). A number depends only on its key and
 * position, never on earlier draws, so a resumed run and another device see the same numbers.
 */
import { philox4x32 } from './philox.ts';
import { mostBlocks, philoxBlocks } from './philoxBlocks.ts';

/** What the numbers are for; part of the counter, so that purposes never share numbers. */
export type RandomPurpose = 'initialise' | 'shuffle' | 'mask' | 'augment' | 'split';

const purposes: Readonly<Record<RandomPurpose, number>> = {
  initialise: 0,
  shuffle: 1,
  mask: 2,
  augment: 3,
  split: 4,
};

export interface RandomKey {
  /** A whole number from 0 to 2^53 − 1. */
  readonly seed: number;
  readonly purpose: RandomPurpose;
  /** Distinguishes those that draw for one purpose: a layer, a parameter, an image. */
  readonly stream: number;
  /** The moment: an optimizer step, an epoch. */
  readonly step: number;
}

/** Words computed at a time. */
const wordsAtOnce = 4 * mostBlocks;

/** The random words of a key from `start` on, a multiple of four; at most `wordsAtOnce`, to be used at once. */
function wordsFrom({ seed, purpose, stream, step }: RandomKey, start: number, count: number): Uint32Array {
  const { words, fill } = philoxBlocks();
  const key = [seed, Math.floor(seed / 2 ** 32)] as const;
  fill(start / 4, [step, stream, purposes[purpose]], key, 4 * Math.ceil(count / 16));
  return words.subarray(0, count);
}

/** Hands over the first `count` random words of a key in pieces, with where each begins. */
function eachPiece(key: RandomKey, count: number, use: (words: Uint32Array, start: number) => void): void {
  for (let start = 0; start < count; start += wordsAtOnce) {
    use(wordsFrom(key, start, Math.min(wordsAtOnce, count - start)), start);
  }
}

/** The first `count` random words of a key. */
export function randomWords(key: RandomKey, count: number): Uint32Array {
  const all = new Uint32Array(count);
  eachPiece(key, count, (words, start) => all.set(words, start));
  return all;
}

/** `count` numbers, uniform on [low, high). */
export function uniform(key: RandomKey, count: number, low: number, high: number): Float32Array {
  const values = new Float32Array(count);
  eachPiece(key, count, (words, start) => {
    // 24 bits, as many as a float32 holds, so that rounding never reaches `high`.
    for (let i = 0; i < words.length; i++) values[start + i] = low + (high - low) * ((words[i]! >>> 8) / 2 ** 24);
  });
  return values;
}

/**
 * The numbers 0 … count − 1 in random order (Fisher–Yates; a word's bias is below count / 2^32), in `order` if it is
 * given.
 */
export function permutation(key: RandomKey, count: number, order = new Uint32Array(count)): Uint32Array {
  for (let i = 0; i < count; i++) order[i] = i;
  // Fisher–Yates begins with the last number, and so with the last piece of the words.
  for (let end = count; end > 0; ) {
    const start = wordsAtOnce * Math.floor((end - 1) / wordsAtOnce);
    const words = wordsFrom(key, start, end - start);
    for (let i = end - 1; i >= start; i--) {
      const j = Math.floor((words[i - start]! * (i + 1)) / 2 ** 32);
      const value = order[i]!;
      order[i] = order[j]!;
      order[j] = value;
    }
    end = start;
  }
  return order;
}

/** Independent draws of 1 with the given probability, else 0. */
export function bernoulli(key: RandomKey, count: number, probability: number): Float32Array {
  const mask = new Float32Array(count);
  const threshold = probability * 2 ** 32;
  eachPiece(key, count, (words, start) => {
    for (let i = 0; i < words.length; i++) mask[start + i] = words[i]! < threshold ? 1 : 0;
  });
  return mask;
}

/** The random numbers of a key one by one, for when their count is not known in advance. */
export class Draws {
  readonly #seed: Uint32Array;
  readonly #counter: Uint32Array;
  readonly #block = new Uint32Array(4);
  #used = 4;

  constructor(seed: number, purpose: RandomPurpose) {
    this.#seed = new Uint32Array([seed, Math.floor(seed / 2 ** 32)]);
    this.#counter = new Uint32Array([0, 0, 0, purposes[purpose]]);
  }

  /** Restarts at the first number of this stream and step. */
  begin(stream: number, step: number): void {
    this.#counter[0] = 0;
    this.#counter[1] = step;
    this.#counter[2] = stream;
    this.#used = 4;
  }

  word(): number {
    if (this.#used === 4) {
      philox4x32(this.#counter, this.#seed, this.#block);
      this.#counter[0]! += 1;
      this.#used = 0;
    }
    return this.#block[this.#used++]!;
  }

  /** From `low` to below `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * (this.word() / 2 ** 32);
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor((this.word() * (high - low + 1)) / 2 ** 32);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }
}

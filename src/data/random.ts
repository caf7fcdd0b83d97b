/**
 * All randomness in training comes from this counter-based generator (Philox4x32-10; Salmon, Moraes, Dror & Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011). A number depends only on its key and position, never on
 * earlier draws, so a resumed run and another device see the same numbers.
 */

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

const rounds = 10;
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** Upper 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (carry >>> 16);
}

/** One block: four random unsigned 32-bit words, from a counter of four words and a key of two. */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>, block: Uint32Array): void {
  let c0 = counter[0]!;
  let c1 = counter[1]!;
  let c2 = counter[2]!;
  let c3 = counter[3]!;
  let k0 = key[0]!;
  let k1 = key[1]!;
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** The first `count` random words of a key. */
export function randomWords(key: RandomKey, count: number): Uint32Array {
  const words = new Uint32Array(count);
  const counter = new Uint32Array([0, key.step, key.stream, purposes[key.purpose]]);
  const seed = new Uint32Array([key.seed, Math.floor(key.seed / 2 ** 32)]);
  const block = new Uint32Array(4);
  for (let start = 0; start < count; start += 4) {
    counter[0] = start / 4;
    philox4x32(counter, seed, block);
    const end = Math.min(4, count - start);
    for (let i = 0; i < end; i++) words[start + i] = block[i]!;
  }
  return words;
}

/** `count` numbers, uniform on [low, high). */
export function uniform(key: RandomKey, count: number, low: number, high: number): Float32Array {
  const words = randomWords(key, count);
  const values = new Float32Array(count);
  // 24 bits, as many as a float32 holds, so that rounding never reaches `high`.
  for (let i = 0; i < count; i++) values[i] = low + (high - low) * ((words[i]! >>> 8) / 2 ** 24);
  return values;
}

/** The numbers 0 … count − 1 in random order (Fisher–Yates; a word's bias is below count / 2^32). */
export function permutation(key: RandomKey, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const words = randomWords(key, count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((words[i]! * (i + 1)) / 2 ** 32);
    const value = order[i]!;
    order[i] = order[j]!;
    order[j] = value;
  }
  return order;
}

/** Independent draws of 1 with the given probability, else 0. */
export function bernoulli(key: RandomKey, count: number, probability: number): Float32Array {
  const words = randomWords(key, count);
  const mask = new Float32Array(count);
  const threshold = probability * 2 ** 32;
  for (let i = 0; i < count; i++) mask[i] = words[i]! < threshold ? 1 : 0;
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

/**
 * Philox in WebAssembly: a vector holds a word of four blocks, and products have 64 bits, which JavaScript puts together
 * from four. It is one function of some twenty different instructions, assembled here.
 */
import { keySteps, multipliers, rounds } from './philox.ts';

/** Parameters and local variables of the function, by index. The last ten are vectors. */
const [first, counter1, counter2, counter3, key0, key1, blocks, address] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [c0, c1, c2, c3, k0, k1, low0, high0, low1, high1] = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17] as const;
const [i32, v128] = [0x7f, 0x7b] as const;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
/** From −64 to 63. */
const integer = (value: number) => [0x41, value & 0x7f];
const [add, subtract] = [[0x6a], [0x6b]] as const;
const loop = [0x03, 0x40];
/** If the number is not 0. */
const again = [0x0d, 0];
const end = [0x0b];
const vector = (code: number) => [0xfd, ...leb128(code)];
const splat = vector(0x11);
const xor = vector(0x51);
const addLanes = vector(0xae);
/** Products of lanes 0 and 1, or 2 and 3, of 64 bits. */
const [multiplyLow, multiplyHigh] = [vector(0xde), vector(0xdf)];
const bytesOf = (word: number) => [word, word >>> 8, word >>> 16, word >>> 24].map((byte) => byte & 0xff);
const constant = (lanes: readonly number[]) => [...vector(0x0c), ...lanes.flatMap(bytesOf)];
const each = (word: number) => constant([word, word, word, word]);
/** Lanes of two vectors, the second's from 4 on. */
const pick = (lanes: readonly number[]) => [
  ...vector(0x0d),
  ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
];
const store = (offset: number) => [...vector(0x0b), 4, offset];

const [lowWords, highWords] = [pick([0, 2, 4, 6]), pick([1, 3, 5, 7])];
const [interleaveFirst, interleaveLast] = [pick([0, 4, 1, 5]), pick([2, 6, 3, 7])];
const [firstHalves, lastHalves] = [pick([0, 1, 4, 5]), pick([2, 3, 6, 7])];

const products = (word: number, factor: number, low: number, high: number) => [
  ...[...get(word), ...each(factor), ...multiplyLow, ...set(low)],
  ...[...get(word), ...each(factor), ...multiplyHigh, ...set(high)],
];

const round = [
  ...products(c0, multipliers[0], low0, high0),
  ...products(c2, multipliers[1], low1, high1),
  ...[...get(low1), ...get(high1), ...highWords, ...get(c1), ...xor, ...get(k0), ...xor, ...set(c0)],
  ...[...get(low1), ...get(high1), ...lowWords, ...set(c1)],
  ...[...get(low0), ...get(high0), ...highWords, ...get(c3), ...xor, ...get(k1), ...xor, ...set(c2)],
  ...[...get(low0), ...get(high0), ...lowWords, ...set(c3)],
  ...[...get(k0), ...each(keySteps[0]), ...addLanes, ...set(k0)],
  ...[...get(k1), ...each(keySteps[1]), ...addLanes, ...set(k1)],
];

const pairs = (a: number, b: number, interleave: readonly number[], into: number) => [
  ...get(a),
  ...get(b),
  ...interleave,
  ...set(into),
];
const keep = (a: number, b: number, halves: readonly number[], offset: number) => [
  ...get(address),
  ...get(a),
  ...get(b),
  ...halves,
  ...store(offset),
];

const body = [
  ...loop,
  ...[...get(first), ...splat, ...constant([0, 1, 2, 3]), ...addLanes, ...set(c0)],
  ...[counter1, c1, counter2, c2, counter3, c3, key0, k0, key1, k1].flatMap((local, index) =>
    index % 2 === 0 ? [...get(local), ...splat] : set(local),
  ),
  ...Array.from({ length: rounds }, () => round).flat(),
  ...pairs(c0, c1, interleaveFirst, low0),
  ...pairs(c2, c3, interleaveFirst, high0),
  ...pairs(c0, c1, interleaveLast, low1),
  ...pairs(c2, c3, interleaveLast, high1),
  ...keep(low0, high0, firstHalves, 0),
  ...keep(low0, high0, lastHalves, 16),
  ...keep(low1, high1, firstHalves, 32),
  ...keep(low1, high1, lastHalves, 48),
  ...[...get(address), ...integer(-64), ...subtract, ...set(address)],
  ...[...get(first), ...integer(4), ...add, ...set(first)],
  ...[...get(blocks), ...integer(4), ...subtract, ...set(blocks)],
  ...[...get(blocks), ...again, ...end],
  ...end,
];

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)];
}

const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
const section = (id: number, content: readonly number[]) => [id, ...leb128(content.length), ...content];
const parameters = Array.from({ length: 7 }, () => i32);
const locals = [2, 1, i32, 10, v128];
/**
 * Exports `memory`, one page, and `fill`: the first word of the counter, its other words, the words of the key, and how
 * many blocks to write from address 0 on, a multiple of four.
 */
export const philoxModule = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [1, 0x60, parameters.length, ...parameters, 0]),
  ...section(3, [1, 0]),
  ...section(5, [1, 0x00, 1]),
  ...section(7, [2, ...name('memory'), 0x02, 0, ...name('fill'), 0x00, 0]),
  ...section(10, [1, ...leb128(locals.length + body.length), ...locals, ...body]),
]);

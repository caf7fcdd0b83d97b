/**
 * Takes chance and the clock from a model file: the model that is trained must be the one that was shown, and the same
 * file must make the same model tomorrow. To be evaluated before it.
 */
const { imul } = Math;
let state = 0;

/** Mulberry32: from 0 on and below 1, the same sequence at every reading. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

Math.random = random;
Reflect.deleteProperty(globalThis, 'Date');

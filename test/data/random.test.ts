import assert from 'node:assert/strict';
import { bernoulli, permutation, philox4x32, type RandomKey, randomWords, uniform } from '../../src/data/random.ts';

const key: RandomKey = { seed: 1, purpose: 'mask', stream: 0, step: 0 };

describe('random', () => {
  // The known-answer vectors of Random123 1.14 (kat_vectors, "philox4x32 10").
  const vectors = [
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ] as const;
  const words = (text: string) => Uint32Array.from(text.split(' '), (word) => Number.parseInt(word, 16));

  for (const [counter, seed, expected] of vectors) {
    it(`gives Random123's answer for counter ${counter}`, () => {
      const block = new Uint32Array(4);
      philox4x32(words(counter), words(seed), block);
      assert.deepEqual(block, words(expected));
    });
  }

  it('gives the same numbers for the same key and others for every other', () => {
    const draw = (change: Partial<RandomKey>) => randomWords({ ...key, ...change }, 8).join();
    assert.equal(draw({}), draw({}));
    const changes: Partial<RandomKey>[] = [
      { seed: 2 },
      { seed: 1 + 2 ** 32 },
      { purpose: 'shuffle' },
      { stream: 1 },
      { step: 1 },
    ];
    assert.equal(new Set([{}, ...changes].map(draw)).size, changes.length + 1);
  });

  it('draws a prefix whatever the count', () => {
    assert.deepEqual(randomWords(key, 11).subarray(0, 5), randomWords(key, 5));
  });

  it('spreads uniform numbers evenly over the range', () => {
    const values = uniform(key, 40_000, -0.5, 1.5);
    assert.ok(values.every((value) => value >= -0.5 && value < 1.5));
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor((value + 0.5) * 5)]! += 1;
    // χ² with 9 degrees of freedom: above 33.7 once in 10,000 seeds.
    const chiSquare = bins.reduce((sum, count) => sum + (count - 4000) ** 2 / 4000, 0);
    assert.ok(chiSquare < 33.7, `χ² = ${chiSquare}`);
  });

  it('permutes: every number once, every number everywhere equally often', () => {
    const places = Array.from({ length: 6 }, () => new Array<number>(6).fill(0));
    const rounds = 6000;
    for (let step = 0; step < rounds; step++) {
      const order = permutation({ ...key, purpose: 'shuffle', step }, 6);
      assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
      order.forEach((value, place) => {
        places[place]![value]! += 1;
      });
    }
    // χ² with 25 degrees of freedom: above 60.1 once in 10,000 seeds.
    const chiSquare = places.flat().reduce((sum, count) => sum + (count - rounds / 6) ** 2 / (rounds / 6), 0);
    assert.ok(chiSquare < 60.1, `χ² = ${chiSquare}`);
  });

  it('draws ones with the probability asked for', () => {
    const count = 100_000;
    const ones = bernoulli(key, count, 0.3).reduce((sum, value) => sum + value, 0);
    const deviation = Math.sqrt(count * 0.3 * 0.7);
    assert.ok(Math.abs(ones - count * 0.3) < 4 * deviation, `${ones} ones`);
    assert.ok(bernoulli(key, 1000, 0).every((value) => value === 0));
    assert.ok(bernoulli(key, 1000, 1).every((value) => value === 1));
  });
});

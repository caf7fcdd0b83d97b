import assert from 'node:assert/strict';
import { philox4x32 } from '../../src/data/philox.ts';
import { bernoulli, permutation, type RandomKey, randomWords, uniform } from '../../src/data/random.ts';

const key: RandomKey = { seed: 1, purpose: 'mask', stream: 0, step: 0 };

/** The words of a block of `key`. */
function blockAt(index: number): Uint32Array {
  const block = new Uint32Array(4);
  philox4x32([index, 0, 0, 2], [1, 0], block);
  return block;
}

describe('random', () => {
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
    // Longer than what is computed at a time.
    const longer = randomWords(key, 40_001);
    for (const count of [16_384, 16_385, 32_769]) assert.deepEqual(longer.subarray(0, count), randomWords(key, count));
    assert.deepEqual(longer.subarray(32_768, 32_772), blockAt(8192));
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

  it('shuffles by one word for each number, from the last on, also into an array that is there', () => {
    const count = 40_001;
    const words = randomWords(key, count);
    const expected = Array.from({ length: count }, (_, index) => index);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor((words[i]! * (i + 1)) / 2 ** 32);
      [expected[i], expected[j]] = [expected[j]!, expected[i]!];
    }
    assert.deepEqual([...permutation(key, count)], expected);
    const order = new Uint32Array(count).fill(9);
    assert.equal(permutation(key, count, order), order);
    assert.deepEqual([...order], expected);
    assert.deepEqual([...permutation(key, 1)], [0]);
    assert.deepEqual([...permutation(key, 0)], []);
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

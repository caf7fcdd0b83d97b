import assert from 'node:assert/strict';
import { philox4x32 } from '../../src/data/philox.ts';
import { mostBlocks, plainBlocks, vectorBlocks } from '../../src/data/philoxBlocks.ts';

describe('Philox', () => {
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

  const found = [
    ['in vectors', vectorBlocks],
    ['one by one', plainBlocks],
  ] as const;
  for (const [how, load] of found) {
    it(`computes many blocks ${how}, past the end of the counter's first word`, () => {
      const blocks = load();
      assert.ok(blocks);
      const first = 2 ** 32 - 6;
      blocks.words.fill(7);
      blocks.fill(first, [0xfedcba98, 3, 2], [2 ** 32 - 1, 0x80000000], 12);
      const block = new Uint32Array(4);
      for (let index = 0; index < 12; index++) {
        philox4x32([(first + index) % 2 ** 32, 0xfedcba98, 3, 2], [2 ** 32 - 1, 0x80000000], block);
        assert.deepEqual(blocks.words.slice(4 * index, 4 * index + 4), block);
      }
      assert.equal(blocks.words[48], 7);
    });

    it(`fills its words ${how}`, () => {
      const blocks = load();
      assert.ok(blocks);
      assert.equal(blocks.words.length, 4 * mostBlocks);
      blocks.fill(0, [0, 0, 0], [0, 0], mostBlocks);
      const last = new Uint32Array(4);
      philox4x32([mostBlocks - 1, 0, 0, 0], [0, 0], last);
      assert.deepEqual(blocks.words.slice(-4), last);
    });
  }
});

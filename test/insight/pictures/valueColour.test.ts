import assert from 'node:assert/strict';
import { colourTable, greys } from '../../../src/insight/pictures/colour.ts';
import { colourOf, rangeOf } from '../../../src/insight/pictures/valueColour.ts';

describe('ranges of colours', () => {
  it('reach as far to both sides of zero where they are centred', () => {
    assert.deepEqual(rangeOf(-1, 3, true), { low: -3, high: 3 });
    assert.deepEqual(rangeOf(2, 3, true), { low: -3, high: 3 });
    assert.deepEqual(rangeOf(-1, 3, false), { low: -1, high: 3 });
  });

  it('are empty where there is no number', () => {
    assert.deepEqual(rangeOf(Number.NaN, Number.NaN, true), { low: 0, high: 0 });
  });
});

describe('colours of values', () => {
  const table = colourTable(greys);
  const range = { low: 2, high: 4 };

  it('reach from the least to the largest, and no further', () => {
    assert.deepEqual(
      [2, 4, 1, 9].map((value) => colourOf(table, range, value)),
      [0, 0xffffff, 0, 0xffffff],
    );
  });

  it('are magenta for what is no number', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) assert.equal(colourOf(table, range, value), 0xff00ff);
  });
});

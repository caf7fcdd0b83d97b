import assert from 'node:assert/strict';
import { gridText, tableText } from '../../webview/table.ts';

describe('numbers for a spreadsheet', () => {
  it('are rows of values apart by tabs', () => {
    assert.equal(
      tableText([
        ['class', 'probability'],
        ['seven', 0.25],
      ]),
      'class\tprobability\nseven\t0.25\n',
    );
  });

  it('have a table for each grid', () => {
    assert.equal(gridText(Float32Array.of(1, 2, 3, 4, 5, 6), 3), '1\t2\t3\n4\t5\t6\n');
    assert.equal(gridText(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 2), '1\t2\n3\t4\n\n5\t6\n7\t8\n');
  });
});

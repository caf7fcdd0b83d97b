import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { collectGarbage } from '../../src/training/garbage.ts';

describe('garbage', () => {
  it('is collected, and its memory given back', () => {
    const heap = () => process.memoryUsage().heapTotal;
    let lists: number[][] | null = Array.from({ length: 200 }, () => Array.from({ length: 20_000 }, (_, i) => i + 0.5));
    assert.equal(lists.length, 200);
    const full = heap();
    lists = null;
    collectGarbage();
    assert.ok(full - heap() > 25 * 2 ** 20, `${full} → ${heap()}`);
  });

  it('leaves nothing behind by which others could ask for that', () => {
    collectGarbage();
    assert.equal(runInNewContext('typeof gc'), 'undefined');
  });
});

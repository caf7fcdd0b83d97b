import assert from 'node:assert/strict';
import { whatIfLines, whatIfTable } from '../../../src/editor/whatIf/text.ts';
import { analyseText, chain } from '../../sandbox/sandbox.ts';

const lenet = (channels: number | string) =>
  analyseText(chain(`conv2d(6, 5), relu(), maxPool2d(2), conv2d(${channels}, 5), relu(), flatten(), dense(10)`));

describe('what if', () => {
  it('tells totals and every layer that changes, with numbers worked out by hand', async () => {
    const lines = whatIfLines(await lenet(16), await lenet(32), 'channelsFirst');
    // 16 → 32 channels: 6·25·16 + 16 = 2,416 → 4,832; 16·64·10 + 10 = 10,250 → 20,490; with 156 before.
    assert.deepEqual(
      lines.map(({ label, description }) => `${label} | ${description}`),
      [
        // 6·576·25 + 16·64·150 + 10,240 = 250,240 → 86,400 + 307,200 + 20,480 = 414,080.
        '25,478 (+98.7%) parameters | 414,080 (+65.5%) multiply-adds',
        'conv2d_2 | 16×8×8 → 32×8×8 · 4,832 (+100.0%) params',
        'relu_2 | 16×8×8 → 32×8×8',
        'flatten_1 | 1024 → 2048',
        'dense_1 | 10 · 20,490 (+99.9%) params',
      ],
    );
  });

  it('says what would be wrong, and what is left', async () => {
    const [first, ...rest] = whatIfLines(await lenet(16), await lenet(0), 'channelsFirst');
    assert.deepEqual([first?.icon, rest], ['error', []]);
    assert.match(first?.label ?? '', /must be a positive integer; it is 0/);
    const [unread] = whatIfLines(await lenet(16), await lenet('('), 'channelsFirst');
    assert.equal(unread?.icon, 'error');
  });

  it('shows neighbours in a table', async () => {
    const [now, then, wrong] = [await lenet(16), await lenet(32), await lenet(0)];
    const others = [
      { text: '0', facts: wrong },
      { text: '32', facts: then },
    ];
    const table = whatIfTable({ text: '16', facts: now }, others, now.report?.nodes[3], 'channelsFirst').split('\n');
    assert.deepEqual(table.slice(2), [
      '| **16** | &emsp;16×8×8 | &emsp;12,822 | &emsp;250,240 |',
      '| 32 | &emsp;32×8×8 | &emsp;25,478 | &emsp;414,080 |',
      '',
      '- 0: outChannels of conv2d must be a positive integer.',
    ]);
  });
});

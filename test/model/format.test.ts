import assert from 'node:assert/strict';
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDuration,
  formatLoss,
  formatPercent,
  formatShape,
  formatTenths,
  writeNumbersAs,
} from '../../src/model/format.ts';

describe('numbers as people read them', () => {
  it('groups digits by thousands', () => {
    assert.equal(formatCount(61_706), '61,706');
    assert.equal(formatCount(10), '10');
  });

  it('writes a map by channels first or last, a vector as its length', () => {
    assert.equal(formatShape([16, 10, 12], 'channelsFirst'), '16×10×12');
    assert.equal(formatShape([16, 10, 12], 'channelsLast'), '10×12×16');
    assert.equal(formatShape([120], 'channelsLast'), '120');
  });

  it('writes shares with one decimal and never calls a real share nothing', () => {
    assert.equal(formatPercent(0.9891), '98.9%');
    assert.equal(formatPercent(0), '0.0%');
    assert.equal(formatPercent(0.00001), '< 0.1%');
  });

  it('writes losses with three digits, tiny ones by their exponent', () => {
    assert.equal(formatLoss(2.345), '2.35');
    assert.equal(formatLoss(0.04213), '0.0421');
    assert.equal(formatLoss(0.0000421), '4.2e-5');
    assert.equal(formatLoss(0), '0.00');
    assert.equal(formatLoss(null), 'NaN');
  });

  it('writes a decimal or two, those it has', () => {
    assert.deepEqual([formatTenths(4), formatTenths(4.25)], ['4.0', '4.3']);
    assert.deepEqual([13.5, 14, 1 / 3].map(formatDecimal), ['13.5', '14', '0.33']);
  });

  it('writes durations in the two largest units', () => {
    assert.equal(formatDuration(45.4), '45 s');
    assert.equal(formatDuration(80), '1 min 20 s');
    assert.equal(formatDuration(7_510), '2 h 5 min');
    assert.equal(formatDuration(-1), '0 s');
  });

  it('writes sizes in binary units', () => {
    assert.equal(formatBytes(512), '512 B');
    assert.equal(formatBytes(6_400), '6.3 KiB');
    assert.equal(formatBytes(3 * 1024 ** 3), '3.0 GiB');
    assert.equal(formatBytes(2 * 1024 ** 4), '2.0 TiB');
  });

  it('writes all of them as another language does', () => {
    writeNumbersAs('es');
    try {
      assert.deepEqual([formatCount(2416), formatCount(61_706)], ['2416', '61.706']);
      assert.deepEqual(
        [formatPercent(0.9891), formatLoss(0.0421), formatBytes(6_400)],
        ['98,9\u00a0%', '0,0421', '6,3 KiB'],
      );
      assert.deepEqual([formatLoss(0.0000421), formatTenths(4.24), formatDecimal(13.5)], ['4,2e-5', '4,2', '13,5']);
    } finally {
      writeNumbersAs('en-US');
    }
  });
});

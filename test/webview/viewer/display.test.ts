import assert from 'node:assert/strict';
import { mapStatistics } from '../../../src/insight/statistics.ts';
import { layerRange, mapRanges } from '../../../webview/viewer/display.ts';

describe('range of colours', () => {
  it('spans all maps of a layer, or each, centred where zero has the middle colour', () => {
    const statistics = mapStatistics(Float32Array.of(-1, 2, 0, 5), 2);
    assert.deepEqual(layerRange(statistics, false), { low: -1, high: 5 });
    assert.deepEqual(layerRange(statistics, true), { low: -5, high: 5 });
    assert.deepEqual(mapRanges(statistics, { colouring: 'grey', perMap: true })(0), { low: -1, high: 2 });
  });

  it('leaves out what is no number, and is empty where there is none', () => {
    const statistics = mapStatistics(Float32Array.of(Number.NaN, 3), 2);
    assert.deepEqual(layerRange(statistics, false), { low: 3, high: 3 });
    assert.deepEqual(layerRange(mapStatistics(Float32Array.of(Number.NaN), 1), false), { low: 0, high: 0 });
  });

  it('takes as many features as a large map has values when it is laid in a row', () => {
    const features = Float32Array.from({ length: 800_000 }, (_, i) => i);
    assert.deepEqual(layerRange(mapStatistics(features, features.length), false), { low: 0, high: 799_999 });
  });
});

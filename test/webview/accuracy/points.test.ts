import assert from 'node:assert/strict';
import type { AccuracyPoint } from '../../../src/panels/accuracyProtocol.ts';
import {
  byAccuracy,
  dataSetsOf,
  isWide,
  labelsOf,
  legendSizes,
  pointsOn,
  radiusOf,
  representatives,
} from '../../../webview/accuracy/points.ts';

const mnist = { key: 'mnist', name: 'MNIST' };
const imageNet = { key: 'ImageNet', name: 'ImageNet' };
const point = (id: string, changes: Partial<AccuracyPoint> = {}): AccuracyPoint => ({
  ...{ id, name: 'LeNet-5', dataSet: mnist, family: null, top1: 0.9, params: 61_706, macs: 416_520 },
  ...{ source: '', run: id, createdAt: '2026-11-27T09:05:00Z' },
  ...changes,
});
const published = point('vgg16', {
  dataSet: imageNet,
  family: 'VGG',
  top1: 0.716,
  macs: 15e9,
  params: 138e6,
  run: null,
  createdAt: null,
});

describe('points of the comparison', () => {
  const runs = [point('a'), point('b', { top1: 0.95 }), point('c', { params: 10 }), point('d', { name: 'MLP' })];

  it('are chosen by data set', () => {
    assert.deepEqual(dataSetsOf([published, ...runs]), [imageNet, mnist]);
    assert.deepEqual(pointsOn([published, ...runs], 'ImageNet'), [published]);
    assert.equal(pointsOn([published, ...runs], null).length, 5);
  });

  it('stand for the best run of a network, which its name alone does not make the same', () => {
    const ids = representatives([published, ...runs]).map(({ id }) => id);
    assert.deepEqual(ids, ['vgg16', 'b', 'c', 'd']);
    const elsewhere = point('e', { dataSet: imageNet, top1: 0.5 });
    assert.ok(representatives([...runs, elsewhere]).includes(elsewhere));
  });

  it('are called by their names, and runs that share one by when they began, too', () => {
    const at = (id: string, createdAt: string | null, name = 'LeNet-5') => point(id, { createdAt, name });
    const named = (points: readonly AccuracyPoint[], language = 'en') =>
      points.map(({ id }) => labelsOf(points, language).get(id)?.join(' | '));
    const morning = at('a', '2026-11-27T09:05:07');
    assert.deepEqual(named([morning, at('d', '2026-11-27T09:05:07', 'MLP')]), ['LeNet-5', 'MLP']);
    assert.deepEqual(named([morning, at('b', '2026-11-28T14:20:00')]), [
      'LeNet-5 | Nov 27, 9:05 AM',
      'LeNet-5 | Nov 28, 2:20 PM',
    ]);
    assert.deepEqual(named([morning, at('b', '2026-11-28T14:20:00')], 'es'), [
      'LeNet-5 | 27 nov, 9:05',
      'LeNet-5 | 28 nov, 14:20',
    ]);
    assert.deepEqual(named([morning, at('b', '2026-11-27T09:05:52')]), [
      'LeNet-5 | Nov 27, 9:05:07 AM',
      'LeNet-5 | Nov 27, 9:05:52 AM',
    ]);
    // What is published has no time, and a manifest may say anything.
    assert.deepEqual(named([morning, at('zoo', null), at('c', 'once')]), [
      'LeNet-5 | Nov 27, 9:05 AM',
      'LeNet-5',
      'LeNet-5 | once',
    ]);
  });

  it('rise by accuracy', () => {
    assert.deepEqual(
      byAccuracy([published, ...runs]).map(({ top1 }) => top1),
      [0.716, 0.9, 0.9, 0.9, 0.95],
    );
  });

  it('have areas that go with their parameters', () => {
    assert.ok(Math.abs(radiusOf(138e6, 138e6) / radiusOf(138e6 / 4, 138e6) - 2) < 1e-9);
    assert.equal(radiusOf(1, 138e6), 4);
    assert.deepEqual(legendSizes(138_357_544), [100_000_000, 20_000_000, 4_000_000]);
    assert.deepEqual(legendSizes(7), [7, 1]);
  });

  it('want a logarithmic axis where costs are far apart', () => {
    assert.equal(isWide(runs), false);
    assert.equal(isWide([published, ...runs]), true);
    assert.equal(isWide([point('nothing', { macs: 0 })]), false);
  });
});

import assert from 'node:assert/strict';
import { extremesOf, kernelOn, solidOf } from '../../../../webview/diagram/picture/solids.ts';

const extremes = extremesOf([[3, 224, 224], [2048, 7, 7], [1000], [4096]]);
const volume = (shape: readonly number[]) => solidOf(shape, 'convolution', 'volumes', extremes);

describe('solids of a diagram', () => {
  it('are as long as the square root of what they stand for', () => {
    const side = (pixels: number) => volume([64, pixels, pixels]).face!.height;
    assert.ok(Math.abs(side(224) / side(56) - 2) < 1e-9);
    const depth = (channels: number) => volume([channels, 56, 56]).width - volume([512, 56, 56]).width;
    assert.ok(Math.abs(depth(2048) - depth(512) - 32) < 1e-9, '4 times the channels, twice as deep: 64 against 32');
    const bar = (features: number) => solidOf([features], 'dense', 'volumes', extremes).height;
    assert.ok(bar(4096) > bar(1000) && bar(10) >= 12);
  });

  it('are a sheet a map in planes, up to what can be told apart', () => {
    const sheets = (channels: number) => solidOf([channels, 14, 14], 'pooling', 'planes', extremes).marks.length;
    assert.deepEqual([1, 6, 16, 512].map(sheets), [1, 6, 16, 16]);
  });

  it('carry kernels to scale, none too small to be seen, all on the map', () => {
    const { face } = solidOf([3, 224, 224], 'input', 'planes', extremes);
    const width = (reach: number) => {
      const [left, right] = kernelOn(face!, [reach, reach], [224, 224], 0.5);
      return right!.x - left!.x;
    };
    assert.ok(Math.abs(width(112) / face!.width - 0.5) < 1e-9);
    assert.ok(Math.abs(width(300) - face!.width) < 1e-9);
    assert.equal(Math.round(width(1)), 8);
    for (const down of [0, 0.5, 1]) {
      const rows = kernelOn(face!, [56, 56], [224, 224], down).map(({ y }) => y);
      assert.ok(Math.min(...rows) >= face!.at(0, 0).y - 1e-9 && Math.max(...rows) <= face!.at(0, 1).y + 1e-9);
    }
  });
});

import assert from 'node:assert/strict';
import { decode, ImageError, planesOf } from '../../../src/data/imageFolder/decode.ts';
import { fitTo } from '../../../src/data/imageFolder/fit.ts';
import pillow from '../pillowCases.json' with { type: 'json' };
import { plainPng } from './png.ts';

const fileOf = (name: string): Buffer => {
  const found = pillow.files.find((one) => one.name === name);
  assert.ok(found, name);
  return Buffer.from(found.file, 'base64');
};

function refuses(bytes: Buffer, ...parts: string[]): void {
  assert.throws(
    () => decode(bytes),
    (error) => {
      assert.ok(error instanceof ImageError, String(error));
      for (const part of parts) assert.ok(error.message.includes(part), `${error.message}\nlacks ${part}`);
      return true;
    },
  );
}

describe('image files', () => {
  for (const { name, file, width, height, rgb, grey } of pillow.files) {
    it(`are read as Pillow reads them: ${name}`, () => {
      const pixels = decode(Buffer.from(file, 'base64'));
      assert.deepEqual([pixels.width, pixels.height], [width, height]);
      const worst = (found: readonly Uint8Array[], expected: readonly number[]) => {
        const all = found.flatMap((plane) => [...plane]);
        assert.equal(all.length, expected.length);
        return all.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      };
      // Of CMYK there are several ways to red, green and blue, which differ in rounding.
      const most = name.includes('CMYK') ? 3 : name.includes('transparent') ? 1 : 0;
      assert.ok(worst(planesOf(pixels, 3), rgb) <= most, `red, green and blue: ${worst(planesOf(pixels, 3), rgb)}`);
      assert.ok(worst(planesOf(pixels, 1), grey) <= most, `grey: ${worst(planesOf(pixels, 1), grey)}`);
    });
  }

  it('are told apart by what they hold, not by their names', () => {
    refuses(Buffer.from(pillow.tiff, 'base64'), 'TIFF', 'convert it to PNG');
    refuses(Buffer.from('<html>Not found</html>'), 'not an image', '3c68746d');
    refuses(Buffer.alloc(0), 'empty (0 bytes)');
  });

  for (const name of [
    ...['PNG', 'JPEG', 'JPEG, progressive', 'JPEG, CMYK', 'WebP', 'WebP, lossless, transparent'],
    ...['BMP', 'BMP, palette', 'BMP, 4 bits', 'BMP, run lengths', 'GIF', 'GIF, interlaced'],
  ]) {
    it(`are refused where they are cut short, wherever that is: ${name}`, () => {
      const whole = fileOf(name);
      for (let length = 1; length < whole.length - 12; length += 7) {
        assert.throws(() => decode(whole.subarray(0, length)), ImageError, `${length} of ${whole.length} bytes`);
      }
      // What comes after a cut file is read as ever.
      assert.equal(decode(whole).width, 7);
    });
  }

  it('are refused without pixels, or with more than memory holds, before any are decoded', () => {
    const resized = (width: number, height: number) => {
      const bytes = plainPng(2, 2, 0);
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      return bytes;
    };
    refuses(resized(0, 5), '0×5');
    refuses(resized(60_000, 60_000), '60000×60000', 'the limit is 100,000,000', 'make it smaller');
  });

  it('may have the short header of an OS/2 bitmap', () => {
    // Rows of blue, green, red from the bottom up, each padded to four bytes.
    const rows = Buffer.of(...[1, 2, 3, 4, 5, 6, 0, 0], ...[7, 8, 9, 10, 11, 12, 0, 0]);
    const file = Buffer.alloc(26 + rows.length);
    file.write('BM');
    file.writeUInt32LE(file.length, 2);
    file.writeUInt32LE(26, 10);
    file.writeUInt32LE(12, 14);
    [2, 2, 1, 24].forEach((value, i) => void file.writeUInt16LE(value, 18 + 2 * i));
    rows.copy(file, 26);
    const pixels = decode(file);
    assert.deepEqual([pixels.width, pixels.height], [2, 2]);
    const [red, green, blue] = planesOf(pixels, 3).map((plane) => [...plane]);
    assert.deepEqual(
      [red, green, blue],
      [
        [9, 12, 3, 6],
        [8, 11, 2, 5],
        [7, 10, 1, 4],
      ],
    );
    for (let length = 1; length < file.length - 10; length++) {
      assert.throws(() => decode(file.subarray(0, length)), ImageError, `${length} of ${file.length} bytes`);
    }
  });

  it('survive stray bytes between the markers of a JPEG file, as elsewhere', () => {
    const whole = fileOf('JPEG');
    const end = whole.lastIndexOf(Buffer.of(0xff, 0xd9));
    const stray = Buffer.concat([whole.subarray(0, end), Buffer.of(0, 0, 0, 0), whole.subarray(end)]);
    assert.equal(decode(stray).width, 7);
  });
});

describe('a size', () => {
  for (const { width, height, size, image, result } of pillow.fit) {
    it(`is reached as by Pillow and torchvision: ${width}×${height} to ${size[1]}×${size[0]}`, () => {
      const [rows, columns] = [size[0]!, size[1]!];
      const resize = fitTo(height, width, [rows, columns]);
      const planes = [0, 1, 2].map((channel) => {
        const target = new Uint8Array(rows * columns);
        resize(Uint8Array.from(image.slice(channel * width * height, (channel + 1) * width * height)), target);
        return [...target];
      });
      assert.deepEqual(planes.flat(), result);
    });
  }
});

/** Writes small PNG files for tests, without any of the codecs under test. */
import { crc32, deflateSync } from 'node:zlib';

/** `values`: red, green and blue of each pixel, by rows. */
export function png(width: number, height: number, values: ArrayLike<number>): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < 3 * width; i++) rows[y * (1 + 3 * width) + 1 + i] = values[y * 3 * width + i]!;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One colour everywhere. */
export const plainPng = (width: number, height: number, value: number): Buffer =>
  png(width, height, new Uint8Array(3 * width * height).fill(value));

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

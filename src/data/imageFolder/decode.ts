/**
 * Image files to pixels, by the codecs that browsers use, in WebAssembly: libjpeg-turbo, libwebp, LodePNG, and
 * libnsbmp and libnsgif of NetSurf; the JPEG files that libjpeg-turbo refuses or finds fault with, as those in CMYK,
 * by jpeg-js. Of images that move it is the first frame.
 */

import { decode as decodeJpeg } from '@cwasm/jpeg-turbo';
import { decode as decodePng } from '@cwasm/lodepng';
import { decode as decodeBmp } from '@cwasm/nsbmp';
import { decode as decodeGif } from '@cwasm/nsgif';
import { decode as decodeWebp } from '@cwasm/webp';
import * as l10n from '@vscode/l10n';
import { imageSize } from 'image-size';
import { decode as decodeAnyJpeg } from 'jpeg-js';
import { formatCount } from '../../model/format.ts';
import { messageOf } from '../errorMessage.ts';

/** Why a file cannot be used as an image; the caller adds the file's name. */
export class ImageError extends Error {}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly data: ArrayLike<number>;
}

/** The largest image: this many pixels take 400 MB while they are decoded. */
const mostPixels = 100_000_000;

const decoders: Readonly<Record<string, (bytes: Buffer) => Pixels>> = {
  bmp: decodeBmpFile,
  gif: decodeGif,
  jpg: decodeJpegFile,
  png: decodePng,
  webp: decodeWebp,
};

/** Decodes by content, whatever the file's name, and applies a JPEG file's EXIF orientation. Throws an `ImageError`. */
export function decode(bytes: Buffer): Pixels {
  if (bytes.length === 0) throw new ImageError(l10n.t('it is empty (0 bytes)'));
  const { width, height, type = '', orientation = 1 } = sizeOf(bytes);
  const decoder = decoders[type];
  if (!decoder) throw new ImageError(l10n.t('it is a {0} image: convert it to PNG, JPEG or WebP', type.toUpperCase()));
  if (width < 1 || height < 1) throw new ImageError(l10n.t('it has no pixels ({0}×{1})', width, height));
  if (width * height > mostPixels) {
    const most = formatCount(mostPixels);
    throw new ImageError(l10n.t('it has {0}×{1} pixels, and the limit is {2}: make it smaller', width, height, most));
  }
  let pixels: Pixels;
  try {
    pixels = decoder(bytes);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const reason = messageOf(error);
    throw new ImageError(l10n.t('it is damaged or truncated ({0} bytes): {1}', formatCount(bytes.length), reason));
  }
  return orientation > 1 && orientation <= 8 ? upright(pixels, orientation) : pixels;
}

function sizeOf(bytes: Buffer): ReturnType<typeof imageSize> {
  try {
    // image-size knows the header of Windows alone.
    if (isOs2Bmp(bytes)) return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20), type: 'bmp' };
    return imageSize(bytes);
  } catch {
    const start = bytes.subarray(0, 4).toString('hex');
    throw new ImageError(l10n.t('it is not an image, or its header is damaged: it starts with the bytes {0}', start));
  }
}

const endMissing = (): Error => new Error(l10n.t('its end is missing'));

/** With a `BITMAPCOREHEADER`, of 12 bytes, whose width and height take 16 bits each. */
const isOs2Bmp = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 2) === 'BM' && bytes.readUInt32LE(14) === 12;

function decodeBmpFile(bytes: Buffer): Pixels {
  if (isOs2Bmp(bytes)) return decodeBmp(bytes);
  const [bits, compression] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)];
  // The decoder would fill what is missing of truncated run lengths with black.
  if ([1, 2].includes(compression) && bytes.length < bytes.readUInt32LE(2)) throw endMissing();
  const pixels = decodeBmp(bytes);
  if (bits !== 16) return pixels;
  return stretched(pixels, compression === 3 ? [54, 58, 62].map((at) => ones(bytes.readUInt32LE(at))) : [5, 5, 5]);
}

const ones = (mask: number): number => mask.toString(2).replaceAll('0', '').length;

/**
 * Bits of red, green and blue. The decoder fills a channel's missing low bits with 0, so that white would not be white.
 */
function stretched({ width, height, data }: Pixels, bits: readonly number[]): Pixels {
  const full = Uint8Array.from(data, (value, i) => {
    const own = bits[i % 4] ?? 8;
    return own > 0 && own < 8 ? Math.floor(((value >> (8 - own)) * 255) / (2 ** own - 1)) : value;
  });
  return { width, height, data: full };
}

function decodeJpegFile(bytes: Buffer): Pixels {
  const scan = startOfScan(bytes);
  // Within a scan, FF is always followed by 00 or a restart marker, so FF D9 can only be its end.
  if (scan === null || bytes.lastIndexOf(endOfImage) < scan.at) throw endMissing();
  if (scan.components < 4) {
    try {
      return decodeJpeg(bytes);
    } catch {
      // This decoder stops at what others only warn about, such as stray bytes between markers.
    }
  }
  return decodeAnyJpeg(bytes, { useTArray: true, maxResolutionInMP: mostPixels / 1e6, maxMemoryUsageInMB: 4096 });
}

const endOfImage = Buffer.of(0xff, 0xd9);

/** Finds where the first scan begins and how many components the frame has. */
function startOfScan(bytes: Buffer): { readonly at: number; readonly components: number } | null {
  let components = 0;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda) return { at, components };
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 9 < bytes.length) components = bytes[at + 9]!;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** Applies an EXIF orientation: 2 to 4 mirror or turn by 180°, 5 to 8 also swap the axes. */
function upright({ width, height, data }: Pixels, orientation: number): Pixels {
  const swapped = orientation >= 5;
  const [rows, columns] = swapped ? [width, height] : [height, width];
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const turned = new Uint8Array(4 * width * height);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [alongX, alongY] = swapped ? [y, x] : [x, y];
      const sourceX = fromRight ? width - 1 - alongX : alongX;
      const sourceY = fromBottom ? height - 1 - alongY : alongY;
      const source = 4 * (sourceY * width + sourceX);
      const target = 4 * (y * columns + x);
      for (let i = 0; i < 4; i++) turned[target + i] = data[source + i]!;
    }
  }
  return { width: columns, height: rows, data: turned };
}

/**
 * Planes of red, green and blue, or of grey (ITU-R BT.601 luma, as in Pillow). Transparent pixels are drawn on white.
 */
export function planesOf({ width, height, data }: Pixels, channels: number): Uint8Array[] {
  const area = width * height;
  const planes = Array.from({ length: channels }, () => new Uint8Array(area));
  const [red, green = red, blue = red] = planes;
  for (let pixel = 0, at = 0; pixel < area; pixel++, at += 4) {
    let r = data[at]!;
    let g = data[at + 1]!;
    let b = data[at + 2]!;
    const alpha = data[at + 3]!;
    if (alpha < 255) {
      r = onWhite(r, alpha);
      g = onWhite(g, alpha);
      b = onWhite(b, alpha);
    }
    if (channels === 1) {
      red![pixel] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
    } else {
      red![pixel] = r;
      green![pixel] = g;
      blue![pixel] = b;
    }
  }
  return planes;
}

const onWhite = (value: number, alpha: number): number => Math.round(255 + ((value - 255) * alpha) / 255);

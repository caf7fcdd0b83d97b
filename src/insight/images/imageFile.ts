/** Reads a user's image in the form that a model takes, and says how it was adapted. */
import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import { decode, ImageError, type Pixels, planesOf } from '../../data/imageFolder/decode.ts';
import { fitTo } from '../../data/imageFolder/fit.ts';
import { UserError } from '../../data/userError.ts';

export interface FittedImage {
  /** `[channels, height, width]` */
  readonly pixels: Uint8Array;
  /** How it was adapted, for people; `null` if it fitted. */
  readonly note: string | null;
}

/**
 * An image of another size, or a colour image for a grey model, is adapted or refused. Throws a `UserError` if refused,
 * if it is not an image, or if the model takes neither grey nor colour images.
 */
export async function readImageFile(
  file: string,
  [channels, height, width]: readonly [number, number, number],
  fit: 'resize' | 'refuse',
): Promise<FittedImage> {
  if (channels !== 1 && channels !== 3) {
    throw new UserError(
      'image-channels',
      l10n.t(
        'An image file has 1 or 3 channels; the model takes {0}. Choose an image of the data set, or draw one.',
        channels,
      ),
    );
  }
  const image = await decodeFile(file);
  const size = `${image.height}×${image.width}`;
  const isOtherSize = image.height !== height || image.width !== width;
  const losesColour = channels === 1 && isColoured(image);
  if (isOtherSize && fit === 'refuse') {
    throw new UserError(
      'image-size',
      l10n.t(
        '{0} is {1} pixels; the model takes {2}×{3}. Resize it, or choose to make it fit.',
        file,
        size,
        height,
        width,
      ),
    );
  }
  if (losesColour && fit === 'refuse') {
    throw new UserError(
      'image-channels',
      l10n.t('{0} is in colour; the model takes one grey channel. Convert it to grey, or choose to make it fit.', file),
    );
  }
  const pixels = new Uint8Array(channels * height * width);
  const resize = fitTo(image.height, image.width, [height, width]);
  for (const [channel, plane] of planesOf(image, channels).entries()) {
    resize(plane, pixels.subarray(channel * height * width, (channel + 1) * height * width));
  }
  const notes = [
    ...(isOtherSize ? [`${size} → ${height}×${width}`] : []),
    ...(losesColour ? [l10n.t('colour → grey')] : []),
  ];
  return { pixels, note: notes.length === 0 ? null : notes.join(' · ') };
}

async function decodeFile(file: string): Promise<Pixels> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const reason = messageOf(cause);
    throw new UserError('image-unreadable', l10n.t('Cannot read the image {0}: {1}.', file, reason), { cause });
  });
  try {
    return decode(bytes);
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    throw new UserError('image-unreadable', l10n.t('{0} cannot be read as an image: {1}.', file, cause.message), {
      cause,
    });
  }
}

function isColoured({ data }: Pixels): boolean {
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! > 0 && (data[at] !== data[at + 1] || data[at] !== data[at + 2])) return true;
  }
  return false;
}

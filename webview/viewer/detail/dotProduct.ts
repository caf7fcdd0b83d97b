/** A dot product channel by channel, as numbers to read. */

export interface ChannelPart {
  /** Channel within the patch. */
  readonly channel: number;
  /** Σ patch ⊙ kernel of this channel, in float64. */
  readonly sum: number;
}

/** `shape`: `[channels, height, width]`, or `[features]`, which are channels of one value. */
export function channelParts(shape: readonly number[], patch: Float32Array, kernel: Float32Array): ChannelPart[] {
  const [channels = 0, ...sides] = shape;
  const area = sides.reduce((size, side) => size * side, 1);
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let i = channel * area; i < (channel + 1) * area; i++) sum += patch[i]! * kernel[i]!;
    return { channel, sum };
  });
}

/** The channel with the largest contribution, positive or negative. */
export function weightiest(parts: readonly ChannelPart[]): number {
  return parts.reduce((best, part) => (Math.abs(part.sum) > Math.abs(best.sum) ? part : best), parts[0]!).channel;
}

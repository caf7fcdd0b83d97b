/** The interface of every augmentation: one image in, one out, with the random numbers it draws. */
import type { Draws } from '../random.ts';

/** `[channels, height, width]`. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/**
 * Writes the whole changed image to `to` and returns true, or leaves `to` untouched and returns false if nothing
 * changes. Both are `[channels, height, width]`, and never the same array.
 */
export type Transform = (from: Uint8Array, to: Uint8Array, draws: Draws) => boolean;

/** Rounds to a byte, clamping what lies outside 0 to 255. */
export const toByte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5));

/** What every augmentation is: a change to one image, and what it draws for it. */
import type { Draws } from '../random.ts';

/** `[channels, height, width]`. */
export type ImageShape = readonly [channels: number, height: number, width: number];

/**
 * Writes the changed image `from` to `to`, whole, and returns true; or leaves `to` alone and returns false where
 * nothing changes. Both are `[channels, height, width]`, and never the same.
 */
export type Transform = (from: Uint8Array, to: Uint8Array, draws: Draws) => boolean;

/** To a byte, from a number that may lie outside. */
export const toByte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5));

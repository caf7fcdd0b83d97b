/** The camera: which part of the picture the view shows, and at what scale. */

import type { Size } from '../picture/layout.ts';
import type { Box, Point } from '../picture/marks.ts';

/** A point of the picture is shown at `point · scale + (x, y)` pixels of the view. */
export interface Camera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const scales = { least: 0.05, most: 8, fitted: 1.7 } as const;

/** The scale at which text of 12 pixels is 11 high, as an editor's own labels are. */
export const readable = 11 / 12;

/** Shows all of the picture, centred. */
export function fitted(picture: Size, view: Size): Camera {
  const scale = clamp(Math.min(view.width / picture.width, view.height / picture.height, scales.fitted));
  return { scale, x: (view.width - picture.width * scale) / 2, y: (view.height - picture.height * scale) / 2 };
}

/** Shows all of the picture if it is then readable, else its beginning, fitted to the view's width. */
export function opened(picture: Size, view: Size): Camera {
  const whole = fitted(picture, view);
  if (whole.scale >= readable) return whole;
  const scale = Math.max(readable, Math.min(1, view.width / picture.width));
  return { scale, x: Math.max(0, (view.width - picture.width * scale) / 2), y: 0 };
}

/** Moved back as far as it takes for the view to be full of the picture, along the sides where it can be. */
export function within(camera: Camera, picture: Size, view: Size): Camera {
  const along = (start: number, length: number, size: number) =>
    length > size ? Math.min(0, Math.max(size - length, start)) : start;
  const { scale } = camera;
  return {
    scale,
    x: along(camera.x, picture.width * scale, view.width),
    y: along(camera.y, picture.height * scale, view.height),
  };
}

/** A scrollbar's thumb along one side, in pixels of the view. */
export interface Thumb {
  readonly start: number;
  readonly length: number;
  /** Pixels that the picture moves per pixel of the thumb. */
  readonly pace: number;
}

/** `null` if the view shows everything. The picture is `length` long and begins at `start`. */
export function thumbOf(start: number, length: number, size: number): Thumb | null {
  const first = Math.min(0, start);
  const all = Math.max(size, start + length) - first;
  if (all <= size + 1) return null;
  return { start: (Math.max(0, -start) * size) / all, length: Math.max(24, (size * size) / all), pace: all / size };
}

/** Zooms by `factor`, keeping the point `at` of the view in place. */
export function zoomed(camera: Camera, factor: number, at: Point): Camera {
  const scale = clamp(camera.scale * factor);
  const ratio = scale / camera.scale;
  return { scale, x: at.x - (at.x - camera.x) * ratio, y: at.y - (at.y - camera.y) * ratio };
}

export const panned = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x + dx,
  y: camera.y + dy,
});

/** Moves just far enough to show a box with some room around it. */
export function showing(camera: Camera, box: Box, view: Size): Camera {
  const along = (start: number, length: number, size: number) => {
    const room = Math.min(40, Math.max(0, (size - length) / 2));
    if (start < room) return room - start;
    return start + length > size - room ? size - room - start - length : 0;
  };
  const { scale, x, y } = camera;
  const dx = along(box.x * scale + x, box.width * scale, view.width);
  const dy = along(box.y * scale + y, box.height * scale, view.height);
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy);
}

const clamp = (scale: number): number => Math.min(scales.most, Math.max(scales.least, scale));

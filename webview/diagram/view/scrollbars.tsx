/** Scrollbars in the style of VS Code's. Only for the pointer: the keyboard has the arrow keys. */

import type { Size } from '../picture/layout.ts';
import { type Camera, panned, thumbOf, within } from './camera.ts';

export interface ScrollbarsProps {
  readonly picture: Size;
  readonly view: Size;
  readonly camera: Camera;
  readonly onCamera: (camera: Camera) => void;
}

export function Scrollbars({ picture, view, camera, onCamera }: ScrollbarsProps) {
  const across = thumbOf(camera.x, picture.width * camera.scale, view.width);
  const down = thumbOf(camera.y, picture.height * camera.scale, view.height);
  const drag = (event: PointerEvent, dx: number, dy: number) => {
    const [x, y] = [event.clientX, event.clientY];
    const onMove = (moved: PointerEvent) => {
      const next = panned(camera, -dx * (moved.clientX - x), -dy * (moved.clientY - y));
      onCamera(within(next, picture, view));
    };
    const onUp = () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    event.preventDefault();
  };
  return (
    <div aria-hidden="true">
      {across && (
        <div
          class="thumb across"
          style={{ left: `${across.start}px`, width: `${across.length}px` }}
          onPointerDown={(event) => drag(event, across.pace, 0)}
        />
      )}
      {down && (
        <div
          class="thumb down"
          style={{ top: `${down.start}px`, height: `${down.length}px` }}
          onPointerDown={(event) => drag(event, 0, down.pace)}
        />
      )}
    </div>
  );
}

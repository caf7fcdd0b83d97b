/** A canvas that shows RGBA pixels one device pixel each, or enlarged without smoothing. */
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface PictureProps {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Width and height of `pixels`. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per pixel. */
  readonly zoom?: number;
  /** Fills its container, smoothed. */
  readonly stretched?: boolean;
  readonly label: string;
  /** Id of what says more about it. */
  readonly describedBy?: string;
  readonly focusable?: boolean;
  readonly class?: string;
  readonly onPoint?: (x: number, y: number) => void;
  readonly onPress?: (x: number, y: number) => void;
  readonly onLeave?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** Points are in pixels of the picture. */
export function Picture(props: PictureProps) {
  const { pixels, width, height, zoom = 1, label, onPoint, onPress } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width), 0, 0);
  }, [pixels, width]);
  const side = zoom / window.devicePixelRatio;
  const at = (report: ((x: number, y: number) => void) | undefined) => (event: MouseEvent) =>
    report?.(event.offsetX / side, event.offsetY / side);
  return (
    <canvas
      ref={canvas}
      class={`${props.stretched ? 'stretched' : 'picture'} ${props.class ?? ''}`}
      width={width}
      height={height}
      style={props.stretched ? {} : { width: `${width * side}px`, height: `${height * side}px` }}
      role="img"
      aria-label={label}
      aria-describedby={props.describedBy}
      tabIndex={props.focusable ? 0 : undefined}
      onPointerMove={at(onPoint)}
      onPointerLeave={props.onLeave}
      onClick={at(onPress)}
      onKeyDown={props.onKeyDown}
    />
  );
}

/**
 * Device pixels per pixel of a picture, a whole number if enlarged, so that its longer side takes at most `side` CSS
 * pixels.
 */
export function fittingZoom(height: number, width: number, side: number): number {
  const room = side * window.devicePixelRatio;
  const longer = Math.max(height, width);
  return longer > room ? room / longer : Math.floor(room / longer);
}

/** Width of an element in CSS pixels, kept up to date; 0 until it is laid out. */
export function useWidth<T extends HTMLElement>(): [ref: (element: T | null) => void, width: number] {
  const observer = useRef<ResizeObserver | null>(null);
  const [width, setWidth] = useState(0);
  const observe = useCallback((element: T | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.current.observe(element);
  }, []);
  return [observe, width];
}

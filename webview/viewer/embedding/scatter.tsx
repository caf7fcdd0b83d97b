/** Many points on a canvas, drawn once; what follows pointer and keys lies above, so that nothing is redrawn. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Embedding } from '../../../src/insight/results.ts';
import { useWidth } from '../../image/picture.tsx';
import { type Theme, useTheme } from '../../theme.ts';
import { classColours, cssColour } from './classColours.ts';
import { classMiddles, placeOf, placePoints, pointBeside, pointNear, type Room } from './scatterPoints.ts';

/** CSS pixels. */
const margin = 18;
const highest = 640;
/** Largest distance of the pointer from a point it selects. */
const reach = 14;
/** More names than these would hide the points. */
const mostNames = 20;

export function Scatter(props: {
  readonly embedding: Embedding;
  readonly classNames: readonly string[];
  /** The highlighted class; `null` for none. */
  readonly highlighted: number | null;
  /** The point being read; `null` for none. */
  readonly read: number | null;
  readonly onRead: (point: number | null) => void;
  readonly onOpen: (point: number) => void;
  /** The point of the current image; `null` if it is not among these. */
  readonly own: number | null;
  readonly label: string;
  readonly isStale: boolean;
  /** The text beside the point being read. */
  readonly children: ComponentChildren;
}) {
  const { embedding, classNames, highlighted, read, onRead, onOpen, own, label, isStale, children } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const ratio = window.devicePixelRatio;
  const height = Math.round(Math.min(highest, 0.75 * width));
  const places = useMemo(
    () => placePoints(embedding.points, { width, height, margin } satisfies Room),
    [embedding, width, height],
  );
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawPoints(context, embedding, places, classNames, highlighted, theme);
  }, [embedding, places, classNames, highlighted, theme, ratio]);

  const meant = (event: MouseEvent) => pointNear(places, { x: event.offsetX, y: event.offsetY }, reach);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onRead(null);
    if (event.key === 'Enter' && read !== null) onOpen(read);
    if (!event.key.startsWith('Arrow') || event.shiftKey) return;
    event.preventDefault();
    const next = read === null ? (own ?? 0) : pointBeside(places, read, event.key);
    if (next !== null) onRead(next);
  };
  const at = read === null ? null : placeOf(places, read);
  const ownAt = own === null ? null : placeOf(places, own);
  const side =
    at !== null && at.x > width / 2 ? { right: `${width - at.x + 14}px` } : { left: `${(at?.x ?? 0) + 14}px` };
  return (
    <div ref={frame} class={isStale ? 'scatter stale' : 'scatter'} aria-busy={isStale}>
      <canvas
        ref={canvas}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width: `${width}px`, height: `${height}px` }}
        role="img"
        aria-label={label}
        tabIndex={0}
        onPointerMove={(event) => {
          const point = meant(event);
          if (point !== read) onRead(point);
        }}
        onPointerLeave={() => onRead(null)}
        onBlur={() => onRead(null)}
        onClick={(event) => {
          const point = meant(event);
          if (point !== null) onOpen(point);
        }}
        onKeyDown={onKeyDown}
      />
      {ownAt !== null && <div class="ring own" style={{ left: `${ownAt.x}px`, top: `${ownAt.y}px` }} />}
      {at !== null && (
        <>
          <div class="ring" style={{ left: `${at.x}px`, top: `${at.y}px` }} />
          <div class="reading" style={{ ...side, top: `${Math.max(0, Math.min(height - 130, at.y - 60))}px` }}>
            {children}
          </div>
        </>
      )}
    </div>
  );
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { labels, predicted }: Embedding,
  places: Float32Array,
  classNames: readonly string[],
  highlighted: number | null,
  theme: Theme,
): void {
  const colours = classColours(classNames.length, theme.background).map(cssColour);
  const count = labels.length;
  const radius = count > 2500 ? 2 : count > 800 ? 2.6 : 3.4;
  const foreground = cssColour(theme.foreground);
  const stands = (label: number) => highlighted === null || highlighted === label;
  // Correct predictions below, wrong ones above.
  for (let point = 0; point < count; point++) {
    const label = labels[point]!;
    if (predicted[point] !== label) continue;
    const { x, y } = placeOf(places, point);
    context.globalAlpha = stands(label) ? 0.8 : 0.1;
    context.fillStyle = colours[label] ?? foreground;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  for (let point = 0; point < count; point++) {
    const label = labels[point]!;
    if (predicted[point] === label) continue;
    const { x, y } = placeOf(places, point);
    context.globalAlpha = stands(label) ? 1 : 0.15;
    drawCross(context, x, y, radius + 2, foreground, colours[label] ?? foreground);
  }
  context.globalAlpha = 1;
  if (classNames.length > mostNames) return;
  context.font = `600 15px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = cssColour(theme.background);
  context.fillStyle = foreground;
  for (const [label, middle] of classMiddles(places, labels, classNames.length).entries()) {
    if (middle === null || !stands(label)) continue;
    context.strokeText(classNames[label]!, middle.x, middle.y);
    context.fillText(classNames[label]!, middle.x, middle.y);
  }
}

/** In the colour of its class, outlined so that it stands out among points of that colour. */
function drawCross(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  reach: number,
  edge: string,
  colour: string,
): void {
  context.beginPath();
  context.moveTo(x - reach, y - reach);
  context.lineTo(x + reach, y + reach);
  context.moveTo(x - reach, y + reach);
  context.lineTo(x + reach, y - reach);
  context.lineCap = 'round';
  context.strokeStyle = edge;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
}

/**
 * Reads values off a chart at the pointer, or with the arrow keys while the chart has the focus, and zooms into a
 * dragged range. An overlay, so that the chart below need not be redrawn.
 */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

export interface Reading {
  /** Position of the line: the nearest x that has values. */
  readonly x: number;
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string; readonly colour?: string }[];
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Drags shorter than this many pixels are clicks. */
const shortestDrag = 6;

export function Crosshair(props: {
  readonly area: () => Area | null;
  readonly toX: (pixel: number) => number;
  readonly toPixel: (x: number) => number;
  readonly read: (x: number) => Reading | null;
  readonly range: readonly [number, number];
  readonly label: string;
  readonly onZoom?: (range: readonly [number, number] | null) => void;
}) {
  const overlay = useRef<HTMLDivElement>(null);
  const [x, setX] = useState<number | null>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const area = props.area();
  const reading = x === null ? null : props.read(x);

  const pixelOf = (event: PointerEvent) => {
    const left = overlay.current?.getBoundingClientRect().left ?? 0;
    const pixel = event.clientX - left;
    return area === null ? pixel : Math.max(area.left, Math.min(area.right, pixel));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (props.onZoom !== undefined && event.button === 0) {
      overlay.current?.setPointerCapture(event.pointerId);
      setDrag({ from: pixelOf(event), to: pixelOf(event) });
    }
  };
  const onPointerMove = (event: PointerEvent) => {
    setX(props.toX(pixelOf(event)));
    if (drag !== null) {
      setDrag({ ...drag, to: pixelOf(event) });
    }
  };
  const onPointerUp = () => {
    if (drag !== null && Math.abs(drag.to - drag.from) >= shortestDrag) {
      const [low, high] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      props.onZoom?.([props.toX(low), props.toX(high)]);
    }
    setDrag(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [low, high] = props.range;
    const stride = (high - low) / (event.shiftKey ? 10 : 100);
    const moves: Record<string, number> = { ArrowLeft: -stride, ArrowRight: stride };
    if (event.key === 'Escape') {
      setX(null);
      props.onZoom?.(null);
    } else if (event.key in moves) {
      event.preventDefault();
      const here = reading?.x ?? high;
      const there = here + moves[event.key]!;
      // If a stride is shorter than the distance to the next value, go to the next value.
      const next = props.read(there)?.x === here ? here + Math.sign(there - here) : there;
      setX(Math.max(low, Math.min(high, next)));
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      setX(event.key === 'Home' ? low : high);
    }
  };

  const at = reading === null ? 0 : props.toPixel(reading.x);
  const rightHalf = area !== null && at > (area.left + area.right) / 2;
  return (
    <div
      ref={overlay}
      class={props.onZoom === undefined ? 'crosshair' : 'crosshair zoomable'}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={props.range[0]}
      aria-valuemax={props.range[1]}
      aria-valuenow={reading?.x ?? props.range[1]}
      aria-valuetext={reading === null ? undefined : spoken(reading)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => setX(null)}
      onBlur={() => setX(null)}
      onDblClick={() => props.onZoom?.(null)}
      onKeyDown={onKeyDown}
    >
      {area !== null && drag !== null && (
        <div
          class="dragged"
          style={{
            left: `${Math.min(drag.from, drag.to)}px`,
            width: `${Math.abs(drag.to - drag.from)}px`,
            top: `${area.top}px`,
            height: `${area.bottom - area.top}px`,
          }}
        />
      )}
      {area !== null && reading !== null && at >= area.left - 1 && at <= area.right + 1 && (
        <>
          <div class="hair" style={{ left: `${at}px`, top: `${area.top}px`, height: `${area.bottom - area.top}px` }} />
          <div class="reading" style={rightHalf ? { right: `calc(100% - ${at - 10}px)` } : { left: `${at + 10}px` }}>
            <strong>{reading.title}</strong>
            {reading.rows.map((row) => (
              <Row key={row.label} {...row} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function spoken(reading: Reading): string {
  return [reading.title, ...reading.rows.map(({ label, value }) => `${label} ${value}`)].join(', ');
}

function Row(props: { readonly label: string; readonly value: string; readonly colour?: string }): ComponentChildren {
  return (
    <span class="row">
      <span class="swatch" style={{ background: props.colour ?? 'transparent' }} />
      <span>{props.label}</span>
      <span class="value">{props.value}</span>
    </span>
  );
}

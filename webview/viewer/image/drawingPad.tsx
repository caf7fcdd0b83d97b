/** A drawing pad of the size of the model's input: what is drawn goes through the model at once. */
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import { Button, Checkbox, Slider } from '../../controls.tsx';
import { formatInteger } from '../../format.ts';
import { drawLine, type Point } from '../../image/brush.ts';
import { bytePixels } from '../../image/bytes.ts';
import { Picture } from '../../image/picture.tsx';
import { isBoolean, isNumber, useSetting } from '../../settings.ts';
import { strings } from '../strings.ts';

/** CSS pixels of the pad's longer side. */
const side = 224;

export function DrawingPad(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  readonly onDraw: (pixels: Uint8Array) => void;
}) {
  const { pixels, shape, onDraw } = props;
  const [, height, width] = shape;
  const [size, setSize] = useSetting('brush', 2, isNumber);
  const [erases, setErases] = useSetting('erases', false, isBoolean);
  const [cursor, setCursor] = useState<Point | null>(null);
  const before = useRef<Point | null>(null);
  const hint = useId();
  const image = useMemo(() => bytePixels(pixels, shape), [pixels, shape]);
  // On 28 pixels, a brush of size 2 is as thick as MNIST's digits.
  const brush = { radius: (size * Math.max(height, width)) / 56, erases };
  const ratio = window.devicePixelRatio;
  const room = side * ratio;
  const longer = Math.max(height, width);
  const zoom = longer > room ? room / longer : Math.floor(room / longer);
  const line = (to: Point) => {
    onDraw(drawLine(pixels, shape, before.current ?? to, to, brush));
    before.current = to;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ' ': [0, 0],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = cursor ?? { x: width / 2, y: height / 2 };
    const next = {
      x: Math.max(0.5, Math.min(width - 0.5, at.x + step[0])),
      y: Math.max(0.5, Math.min(height - 0.5, at.y + step[1])),
    };
    setCursor(next);
    if (event.shiftKey || event.key === ' ') onDraw(drawLine(pixels, shape, at, next, brush));
  };
  const css = zoom / ratio;
  return (
    <div class="pad">
      <p id={hint} class="muted">
        {strings.padHint}
      </p>
      <div
        class="outlined tiles"
        onPointerDown={(event) => {
          if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
          before.current = null;
          line({ x: event.offsetX / css, y: event.offsetY / css });
        }}
        onPointerMove={(event) => {
          if (before.current !== null && event.buttons > 0) line({ x: event.offsetX / css, y: event.offsetY / css });
        }}
        onPointerUp={() => {
          before.current = null;
        }}
      >
        <Picture
          pixels={image}
          width={width}
          height={height}
          zoom={zoom}
          label={strings.pad}
          describedBy={hint}
          focusable
          class="crosshair-cursor"
          onKeyDown={onKeyDown}
        />
        {cursor !== null && (
          <div
            class="cursor"
            style={{
              left: `${(cursor.x - brush.radius) * css}px`,
              top: `${(cursor.y - brush.radius) * css}px`,
              width: `${2 * brush.radius * css}px`,
              height: `${2 * brush.radius * css}px`,
            }}
          />
        )}
      </div>
      <div class="controls">
        <Slider label={strings.brush} min={1} max={8} value={size} text={formatInteger(size)} onInput={setSize} />
        <Checkbox checked={erases} onChange={setErases}>
          {strings.erase}
        </Checkbox>
        <Button onClick={() => onDraw(new Uint8Array(pixels.length))}>{strings.clear}</Button>
      </div>
    </div>
  );
}

/** The network diagram's panel: its tools and the picture. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Network } from '../../src/model/network.ts';
import type { DiagramUpdate } from '../../src/panels/diagramProtocol.ts';
import { Button, Checkbox, Dropdown, ProgressRing } from '../controls.tsx';
import { formatInteger } from '../format.ts';
import { WarningIcon } from '../icons.tsx';
import { isBoolean, isNumber, useSetting } from '../settings.ts';
import { useTheme } from '../theme.ts';
import type { Host } from './host.ts';
import type { Size } from './picture/layout.ts';
import { pngBytes } from './picture/paint.ts';
import { print } from './picture/palette.ts';
import { type Picture, pictureOf } from './picture/picture.ts';
import type { Style } from './picture/solids.ts';
import { svgText } from './picture/svg.ts';
import { themePalette } from './picture/themePalette.ts';
import { strings, words } from './strings.ts';
import { type Camera, fitted, opened, readable, zoomed } from './view/camera.ts';
import { Canvas, zoomStep } from './view/canvas.tsx';

const isStyle = (value: unknown): value is Style => value === 'volumes' || value === 'planes';
const isFold = (value: unknown): value is boolean | null => value === null || typeof value === 'boolean';
const isColours = (value: unknown): value is 'theme' | 'print' => value === 'theme' || value === 'print';
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isCamera = (value: unknown): value is Camera | null =>
  value === null ||
  (typeof value === 'object' &&
    'scale' in value &&
    'x' in value &&
    'y' in value &&
    [value.scale, value.x, value.y].every(isNumber));

/** Milliseconds. */
const restsAfter = 40;

/** Font for files, which any other machine has, too. */
const plainFont = 'system-ui, sans-serif';

export interface AppProps {
  /** `null` before the host has sent anything. */
  readonly update: DiagramUpdate | null;
  readonly highlighted: ReadonlySet<number>;
  readonly host: Host;
}

export function App({ update, highlighted, host }: AppProps) {
  if (update?.network) return <Diagram {...update} network={update.network} highlighted={highlighted} host={host} />;
  return (
    <main class="empty" aria-busy={update === null}>
      {update === null ? <ProgressRing /> : <p role="alert">{update.problem}</p>}
      <p>{update === null ? strings.reading : strings.waiting}</p>
    </main>
  );
}

function Diagram(props: {
  readonly network: Network;
  readonly problem: string | null;
  readonly highlighted: ReadonlySet<number>;
  readonly host: Host;
}) {
  const { network, problem, highlighted, host } = props;
  const [style, setStyle] = useSetting<Style>('style', 'volumes', isStyle);
  const [fold, setFold] = useSetting<boolean | null>('fold', null, isFold);
  const [exceptions, setExceptions] = useSetting<readonly string[]>('exceptions', [], isTexts);
  const [isWhole, setWhole] = useSetting('whole', false, isBoolean);
  const [camera, setCamera] = useCamera();
  const [colours, setColours] = useSetting<'theme' | 'print'>('colours', 'theme', isColours);
  const theme = useTheme();
  const palette = useMemo(() => themePalette(theme), [theme]);
  const [place, view] = useSize();
  const drawn = (least: number): Picture | null =>
    view && pictureOf(network, { style, fold, exceptions: new Set(exceptions), view, least, words });
  const picture = useMemo(() => drawn(isWhole ? 0 : readable), [network, style, fold, exceptions, view, isWhole]);
  const home = picture && view && (isWhole ? fitted : opened)(picture, view);
  const toggle = (key: string) => {
    setExceptions(exceptions.includes(key) ? exceptions.filter((one) => one !== key) : [...exceptions, key]);
  };
  const zoom = (factor: number) => {
    if (home === null || view === null) return;
    setCamera(zoomed(camera ?? home, factor, { x: view.width / 2, y: view.height / 2 }));
  };
  const rest = (whole: boolean) => {
    setWhole(whole);
    setCamera(null);
  };
  const exported = colours === 'print' ? print : palette;
  const saveSvg = () => {
    const picture = drawn(0);
    if (picture) void host.save('svg', new TextEncoder().encode(svgText(picture, exported, network.name, plainFont)));
  };
  const [isTooLarge, setTooLarge] = useState(false);
  const savePng = async () => {
    const picture = drawn(0);
    if (!picture) return;
    const png = await pngBytes(picture, exported, theme.font).catch(() => null);
    setTooLarge(png === null);
    if (png !== null) await host.save('png', png);
  };
  return (
    <main class="diagram-panel">
      <header>
        <h1>{network.name}</h1>
        <div class="controls">
          <Dropdown
            label={strings.style}
            value={style}
            options={[
              { value: 'volumes', label: strings.volumes },
              { value: 'planes', label: strings.planes },
            ]}
            onChange={(value) => {
              if (isStyle(value)) setStyle(value);
            }}
          />
          <Checkbox
            checked={picture?.folded ?? false}
            onChange={(checked) => {
              if (checked === picture?.folded) return;
              setExceptions([]);
              setFold(checked);
            }}
          >
            {strings.fold}
          </Checkbox>
          <span class="group">
            <Button appearance="icon" label={strings.zoomOut} onClick={() => zoom(1 / zoomStep)}>
              <span class="sign">−</span>
            </Button>
            <Button appearance="icon" label={strings.zoomIn} onClick={() => zoom(zoomStep)}>
              <span class="sign">+</span>
            </Button>
            <Button onClick={() => rest(true)}>{strings.fit}</Button>
            <Button onClick={() => rest(false)}>{strings.fitReadable}</Button>
          </span>
          <span class="group">
            <Dropdown
              label={strings.exportColours}
              value={colours}
              options={[
                { value: 'theme', label: strings.themeColours },
                { value: 'print', label: strings.printColours },
              ]}
              onChange={(value) => {
                if (isColours(value)) setColours(value);
              }}
            />
            <Button onClick={saveSvg}>{strings.saveSvg}</Button>
            <Button onClick={() => void savePng()}>{strings.savePng}</Button>
          </span>
        </div>
      </header>
      {problem !== null && (
        <p class="notice" role="status">
          <WarningIcon /> <span>{problem}</span> <span class="muted">{strings.lastValid}</span>
        </p>
      )}
      {isTooLarge && (
        <p class="notice" role="alert">
          <WarningIcon /> <span>{strings.tooLarge}</span>
        </p>
      )}
      <div class="place" ref={place}>
        {picture !== null && home !== null && view !== null && (
          <Canvas
            picture={picture}
            palette={palette}
            font={theme.font}
            label={strings.diagram(network.name, formatInteger(network.nodes.length - 1))}
            view={view}
            camera={camera}
            home={home}
            onCamera={setCamera}
            highlighted={highlighted}
            onReveal={(node, focus) => void host.reveal(node, focus)}
            onToggle={toggle}
          />
        )}
      </div>
      <p class="muted footnote">
        {strings.scale} {strings.hint}
      </p>
    </main>
  );
}

/**
 * The camera; `null` if it was not moved. Stored in the view's state at once or, during a drag, when it comes to rest.
 */
function useCamera() {
  const [stored, keep] = useSetting<Camera | null>('camera', null, isCamera);
  const [camera, setCamera] = useState(stored);
  const moved = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    if (camera === stored) return;
    const isMoving = performance.now() - moved.current < restsAfter;
    moved.current = performance.now();
    if (!isMoving) {
      keep(camera);
      return;
    }
    const timer = setTimeout(() => keep(camera), restsAfter);
    return () => clearTimeout(timer);
  }, [camera]);
  return [camera, setCamera] as const;
}

/** The size of an element; `null` until it is laid out. */
function useSize() {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      // A hidden panel has none.
      if (width > 0 && height > 0) setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, size] as const;
}

/** The picture with navigation: by mouse, keys and the editor's cursor. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Size } from '../picture/layout.ts';
import type { Box, Palette } from '../picture/marks.ts';
import type { DrawnVolume, Picture } from '../picture/picture.ts';
import { type Camera, panned, showing, within, zoomed } from './camera.ts';
import { Background, Foreground, Volumes, volumeId } from './drawing.tsx';
import { isNavigationKey, navigate } from './keyboardNavigation.ts';
import { Scrollbars } from './scrollbars.tsx';

/** Pixels of movement before a press becomes a drag. */
const leastDrag = 4;

/** How much a key or button zooms. */
export const zoomStep = 1.25;

export interface CanvasProps {
  readonly picture: Picture;
  readonly palette: Palette;
  readonly font: string;
  readonly label: string;
  readonly view: Size;
  /** `null` for `home`. */
  readonly camera: Camera | null;
  /** The camera before the picture is moved. */
  readonly home: Camera;
  readonly onCamera: (camera: Camera | null) => void;
  /** The nodes made by the call at the cursor. */
  readonly highlighted: ReadonlySet<number>;
  readonly onReveal: (node: number, focus: boolean) => void;
  readonly onToggle: (key: string) => void;
}

export function Canvas(props: CanvasProps) {
  const { picture, palette, view, home, onCamera, highlighted, onReveal, onToggle } = props;
  const [active, setActive] = useState<number | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const list = useRef<SVGGElement>(null);
  const camera = props.camera ?? home;
  // Several events may come between two renders.
  const latest = useRef(camera);
  latest.current = camera;
  const move = (next: Camera) => {
    latest.current = next;
    onCamera(next);
  };
  /** The click that ends a drag selects nothing. */
  const dragged = useRef(false);
  const choose = (drawn: DrawnVolume, focus: boolean) => {
    if (dragged.current) return;
    setActive(drawn.volume.index);
    onReveal(drawn.volume.head.id, focus);
  };
  const chooseNow = useRef(choose);
  chooseNow.current = choose;
  const toggleNow = useRef(onToggle);
  toggleNow.current = onToggle;
  // Rendered again only when the picture changes, not when it is moved or the cursor moves.
  const background = useMemo(() => <Background picture={picture} palette={palette} />, [picture, palette]);
  const volumes = useMemo(
    () => <Volumes picture={picture} palette={palette} onChoose={(drawn, focus) => chooseNow.current(drawn, focus)} />,
    [picture, palette],
  );
  const foreground = useMemo(
    () => <Foreground picture={picture} palette={palette} onToggle={(key) => toggleNow.current(key)} />,
    [picture, palette],
  );

  const lit = picture.volumes.filter(({ nodes }) => nodes.some((node) => highlighted.has(node)));
  const current = picture.volumes.find(({ volume }) => volume.index === active);
  const show = (box: Box) => {
    const next = showing(latest.current, box, view);
    const isAllShown =
      props.camera === null && picture.width * home.scale <= view.width && picture.height * home.scale <= view.height;
    if (!isAllShown && next !== latest.current) move(within(next, picture, view));
  };
  useEffect(() => {
    const [first] = lit;
    if (first !== undefined) show(first.box);
  }, [highlighted]);
  useEffect(() => {
    // Says what the rings show.
    const options = lit.map(({ volume }) => document.getElementById(volumeId(volume.index)));
    for (const option of options) option?.setAttribute('aria-selected', 'true');
    return () => {
      for (const option of options) option?.setAttribute('aria-selected', 'false');
    };
  }, [highlighted, picture]);

  useEffect(() => {
    const element = svg.current;
    // Preact's listener is passive, so it could not prevent the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const at = { x: event.offsetX, y: event.offsetY };
      const zooms = event.ctrlKey || event.metaKey;
      move(
        zooms
          ? zoomed(latest.current, Math.exp(-event.deltaY / 300), at)
          : within(panned(latest.current, -event.deltaX, -event.deltaY), picture, view),
      );
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [picture, view]);

  const onKeyDown = (event: KeyboardEvent) => {
    const centre = { x: view.width / 2, y: view.height / 2 };
    if (isNavigationKey(event.key)) {
      const next = navigate(picture.volumes, active ?? picture.volumes[0]?.volume.index ?? 0, event.key);
      // The first key press selects the first volume.
      const index = active === null && event.key !== 'End' ? (lit[0]?.volume.index ?? 0) : next;
      setActive(index);
      const drawn = picture.volumes.find(({ volume }) => volume.index === index);
      if (drawn) show(drawn.box);
    } else if (event.key === 'Enter' && current) onReveal(current.volume.head.id, true);
    else if (event.key === ' ' && current) onReveal(current.volume.head.id, false);
    else if (event.key === '+' || event.key === '=') move(zoomed(camera, zoomStep, centre));
    else if (event.key === '-') move(zoomed(camera, 1 / zoomStep, centre));
    else if (event.key === '0') onCamera(null);
    else return;
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    list.current?.focus({ preventScroll: true });
    let [x, y] = [event.clientX, event.clientY];
    dragged.current = false;
    const onMove = (moved: PointerEvent) => {
      dragged.current ||= Math.hypot(moved.clientX - x, moved.clientY - y) > leastDrag;
      if (!dragged.current) return;
      move(panned(latest.current, moved.clientX - x, moved.clientY - y));
      [x, y] = [moved.clientX, moved.clientY];
    };
    const dragging = new AbortController();
    const { signal } = dragging;
    addEventListener('pointermove', onMove, { signal });
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => dragging.abort(), { signal });
  };

  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the listbox in it has a name; a title would be a tooltip of everything. */}
      <svg
        ref={svg}
        class="diagram"
        width={view.width}
        height={view.height}
        font-family={props.font}
        onPointerDown={onPointerDown}
      >
        <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.scale})`}>
          <Rings name="lit" boxes={lit.map(({ box }) => box)} />
          {background}
          <g
            ref={list}
            class="volumes"
            role="listbox"
            aria-label={props.label}
            aria-activedescendant={current ? volumeId(current.volume.index) : undefined}
            tabindex={0}
            onKeyDown={onKeyDown}
          >
            {volumes}
          </g>
          {foreground}
          <Rings name="active" boxes={current ? [current.box] : []} />
        </g>
      </svg>
      <Scrollbars picture={picture} view={view} camera={camera} onCamera={move} />
    </>
  );
}

/** Rings around volumes, purely visual. */
function Rings({ name, boxes }: { readonly name: 'lit' | 'active'; readonly boxes: readonly Box[] }) {
  return boxes.map(({ x, y, width, height }) => (
    <rect key={`${x},${y}`} class={`ring ${name}`} x={x - 5} y={y - 5} width={width + 10} height={height + 10} rx={4} />
  ));
}

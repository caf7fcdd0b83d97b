/** Kernels side by side on one canvas, enlarged without smoothing, with the scale of their colours. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { divergingMap } from '../../src/insight/pictures/colour.ts';
import { formatInteger, formatWeight } from '../format.ts';
import { type Theme, useTheme } from '../theme.ts';
import { type Atlas, atlasSize, cornerOf, neighbour, type Place, placeAt } from './atlas.ts';
import { type KernelShape, type KernelStyle, kernelPixels, kernelTiles, layOut } from './kernels.ts';
import { useWidth } from './picture.tsx';
import { signedColours } from './signedColours.ts';
import { strings } from './strings.ts';

/** CSS pixels: between a few kernels, and between many. */
const wideGap = 8;
const narrowGap = 4;
/** A few kernels fit into a row or two; many take the room they need to be visible. */
const tallest = (count: number) => (count > 16 ? 420 : 260);
const largestTile = 180;

const arrows: Readonly<Record<string, readonly [down: -1 | 0 | 1, right: -1 | 0 | 1]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Kernels of a layer after an epoch. */
export interface ShownKernels {
  readonly layer: string;
  readonly epoch: number;
  readonly shape: KernelShape;
  readonly weights: Float32Array;
  /** Their indices in the layer, if they are not in its order. */
  readonly numbers?: ArrayLike<number>;
  /** The input channel they are cut to, if any. */
  readonly channel?: number;
}

export function KernelAtlas(props: {
  readonly kernels: ShownKernels;
  /** How many the layer has; `kernels` may hold fewer. */
  readonly outputs: number;
  /** The magnitude of the end colours. */
  readonly scale: number;
  /** Scale of each kernel, if each has its own. */
  readonly scaleOf?: (kernel: number) => number;
  readonly style: KernelStyle;
  /** Colour map of signed kernels; blue through the background to red by default. */
  readonly colours?: Uint32Array;
  /** Gets the canvas on which they are drawn. */
  readonly canvas?: { current: HTMLCanvasElement | null };
}) {
  const { kernels, outputs, scale, scaleOf, style } = props;
  const { shape, weights } = kernels;
  const [frame, width] = useWidth<HTMLElement>();
  const own = useRef<HTMLCanvasElement>(null);
  const canvas = props.canvas ?? own;
  const [place, setPlace] = useState<Place | null>(null);
  const theme = useTheme();
  const map = useMemo(() => props.colours ?? divergingMap(...signedColours(theme)), [props.colours, theme]);

  const ratio = window.devicePixelRatio;
  const atlas = arrange(shape, style, width, ratio);
  const size = atlasSize(atlas);
  const image = useMemo(() => {
    const tiles = kernelTiles(shape, style);
    const pixels = kernelPixels(weights, shape, style, scaleOf ?? (() => scale), map);
    const canvas = new OffscreenCanvas(tiles.width, tiles.height * tiles.count);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, tiles.width), 0, 0);
    return canvas;
  }, [weights, shape, style, scale, scaleOf, map]);

  // In the same frame as the label: a resized canvas is empty until it is drawn.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && width > 0) {
      draw(context, image, atlas, theme, place);
    }
  });

  const onPointerMove = (event: PointerEvent) => setPlace(placeAt(atlas, event.offsetX * ratio, event.offsetY * ratio));
  const onKeyDown = (event: KeyboardEvent) => {
    const move = arrows[event.key];
    if (move !== undefined && !event.shiftKey) {
      event.preventDefault();
      setPlace(place === null ? { tile: 0, row: 0, column: 0 } : neighbour(atlas, place, ...move));
    } else if (event.key === 'Escape') {
      setPlace(null);
    }
  };

  const [, inputs, height, kernelWidth] = shape;
  const extent = `${formatInteger(height)}×${formatInteger(kernelWidth)}`;
  const shown = formatInteger(shape[0]);
  const paired = style === 'signed' && inputs > 1;
  const count = paired ? strings.pairCount(shown, formatInteger(inputs), extent) : strings.kernelCount(shown, extent);
  const part = shape[0] < outputs ? `, ${strings.firstOf(shown, formatInteger(outputs))}` : '';
  const when = kernels.epoch === 0 ? strings.beforeTraining : strings.epoch(formatInteger(kernels.epoch));
  return (
    <figure class="atlas" ref={frame}>
      <canvas
        ref={canvas}
        width={Math.max(1, size.width)}
        height={Math.max(1, size.height)}
        style={{ width: `${size.width / ratio}px`, height: `${size.height / ratio}px` }}
        role="img"
        tabIndex={0}
        aria-label={strings.kernelImage(shown, kernels.layer, when, formatWeight(scale))}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPlace(null)}
        onBlur={() => setPlace(null)}
        onKeyDown={onKeyDown}
      />
      <figcaption>
        <span class="reading-line" role="status">
          {place === null ? `${count}${part}` : readWeight(kernels, style, place)}
        </span>
        {style === 'signed' && scaleOf === undefined && props.colours === undefined && (
          <ColourScale theme={theme} scale={scale} />
        )}
      </figcaption>
    </figure>
  );
}

function arrange(shape: KernelShape, style: KernelStyle, width: number, ratio: number): Atlas {
  const tiles = kernelTiles(shape, style);
  const gap = Math.round((tiles.count > 64 ? narrowGap : wideGap) * ratio);
  const room = {
    width: Math.floor(width * ratio),
    height: Math.floor(tallest(tiles.count) * ratio),
    gap,
    maxZoom: Math.max(1, Math.floor((largestTile * ratio) / Math.max(tiles.width, tiles.height))),
  };
  return { tiles, gap, layout: layOut(tiles, room, style === 'signed' ? shape[1] : 1) };
}

function draw(
  context: CanvasRenderingContext2D,
  image: OffscreenCanvas,
  atlas: Atlas,
  theme: Theme,
  place: Place | null,
): void {
  const { tiles, layout } = atlas;
  const [width, height] = [layout.zoom * tiles.width, layout.zoom * tiles.height];
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  for (let tile = 0; tile < tiles.count; tile++) {
    const { x, y } = cornerOf(atlas, { tile, row: 0, column: 0 });
    context.drawImage(image, 0, tile * tiles.height, tiles.width, tiles.height, x, y, width, height);
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
  if (place !== null) {
    const { x, y } = cornerOf(atlas, place);
    context.strokeStyle = `rgb(${theme.foreground.join(' ')})`;
    context.lineWidth = 2;
    context.strokeRect(x, y, layout.zoom, layout.zoom);
  }
}

function ColourScale({ theme, scale }: { readonly theme: Theme; readonly scale: number }) {
  const [low, high] = [theme.css('--vscode-charts-blue', '#3794ff'), theme.css('--vscode-charts-red', '#f14c4c')];
  const middle = theme.css('--vscode-editor-background', '#1e1e1e');
  return (
    <span class="colour-scale" role="img" aria-label={strings.weightScale(formatWeight(scale))}>
      {formatWeight(-scale)}
      <span class="bar" style={{ background: `linear-gradient(in oklab to right, ${low}, ${middle}, ${high})` }} />
      {formatWeight(scale)}
    </span>
  );
}

function readWeight(kernels: ShownKernels, style: KernelStyle, place: Place): string {
  const [, inputs, height, width] = kernels.shape;
  const row = formatInteger(place.row);
  const column = formatInteger(place.column);
  const number = (kernel: number) => formatInteger(kernels.numbers?.[kernel] ?? kernel);
  const weight = (slice: number) =>
    formatWeight(kernels.weights[(slice * height + place.row) * width + place.column] ?? Number.NaN);
  if (style === 'rgb') {
    const channels = [0, 1, 2].map((channel) => weight(place.tile * inputs + channel)).join(' · ');
    return strings.kernelReading(number(place.tile), row, column, channels);
  }
  if (inputs === 1 && kernels.channel === undefined) {
    return strings.kernelReading(number(place.tile), row, column, weight(place.tile));
  }
  const output = number(Math.floor(place.tile / inputs));
  const input = formatInteger(kernels.channel ?? place.tile % inputs);
  return strings.pairReading(output, input, row, column, weight(place.tile));
}

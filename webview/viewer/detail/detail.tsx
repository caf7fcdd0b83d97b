/** One feature map in large: its statistics, histogram and kernel, and how the pixel under the pointer was computed. */
import { useMemo } from 'preact/hooks';
import type { InspectedLayer } from '../../../src/insight/layers.ts';
import { atlasPixels, gridSize, mapGrid, valueAt } from '../../../src/insight/pictures/mapAtlas.ts';
import type { PixelReport } from '../../../src/insight/results.ts';
import { mapStatistics } from '../../../src/insight/statistics.ts';
import type { Subject } from '../../../src/jobs/inspector/protocol.ts';
import { Button } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger, formatPercent } from '../../format.ts';
import { Picture, useWidth } from '../../image/picture.tsx';
import type { Answer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { gridText } from '../../table.ts';
import { type ColourScale, type Display, mapRanges } from '../display.ts';
import type { Maps } from '../frames.ts';
import { Kernel } from '../kernels/kernel.tsx';
import { Legend } from '../legend.tsx';
import { formatValue } from '../numbers.ts';
import { strings } from '../strings.ts';
import { tilesOf } from '../strip/layerMaps.tsx';
import type { ChosenMap } from '../strip/strip.tsx';
import { Evolution } from './evolution.tsx';
import { Excitement } from './excitement.tsx';
import { HistogramBars } from './histogramBars.tsx';
import { Origin } from './origin.tsx';

export interface Pixel {
  readonly row: number;
  readonly column: number;
}

/** CSS pixels of the large map's longer side. */
const largest = 320;

export function Detail(props: {
  readonly asker: Asker;
  /** Epochs whose weights are kept. */
  readonly epochs: readonly number[];
  readonly layer: InspectedLayer;
  readonly classNames: readonly string[];
  readonly chosen: ChosenMap;
  readonly subject: Subject;
  readonly maps: Maps;
  readonly display: Display;
  readonly scale: ColourScale;
  readonly pixel: Pixel | null;
  readonly onPixel: (pixel: Pixel | null) => void;
  /** The report about `pixel`. */
  readonly report: Answer<PixelReport>;
  readonly onClose: () => void;
}) {
  const { asker, epochs, layer, classNames, chosen, subject, maps, display, scale, pixel, onPixel, report, onClose } =
    props;
  const [frame, width] = useWidth<HTMLElement>();
  const { count, height, width: columns } = tilesOf(layer);
  const isVector = layer.shape.length === 1;
  const area = height * columns;
  const values = useMemo(
    () => maps.values.subarray(chosen.map * area, (chosen.map + 1) * area),
    [maps.values, chosen.map, area],
  );
  const all = useMemo(() => mapStatistics(maps.values, count), [maps.values, count]);
  const ratio = window.devicePixelRatio;
  const room = Math.max(1, Math.min(largest, width)) * ratio;
  const grid = useMemo(() => mapGrid({ count: 1, height, width: columns }, room, room, 0), [height, columns, room]);
  const range = mapRanges(all, display)(chosen.map);
  const pixels = useMemo(
    () => atlasPixels(values, grid, () => range, scale.table),
    [values, grid, range.low, range.high, scale],
  );
  const number = formatInteger(chosen.map);
  const name = isVector ? strings.featureName(layer.name, number) : strings.mapName(layer.name, number);
  const size = gridSize(grid);
  const value = pixel === null ? null : values[pixel.row * columns + pixel.column];
  const move = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined || event.shiftKey) return;
    event.preventDefault();
    const from = pixel ?? { row: 0, column: 0 };
    const within = (at: number, most: number) => Math.max(0, Math.min(most - 1, at));
    onPixel({ row: within(from.row + step[0], height), column: within(from.column + step[1], columns) });
  };

  return (
    <section class="detail" aria-labelledby="detail" ref={frame}>
      <div class="title">
        <h2 id="detail">{name}</h2>
        <Button onClick={onClose}>{strings.close}</Button>
      </div>
      <div class="large" data-view>
        <div class="tiles outlined" aria-busy={maps.subject !== subject}>
          <Picture
            pixels={pixels}
            width={size.width}
            height={size.height}
            label={strings.mapImage(name)}
            focusable
            class="crosshair-cursor"
            onPoint={(x, y) => {
              const at = valueAt(grid, x, y);
              if (at.row !== pixel?.row || at.column !== pixel.column) onPixel(at);
            }}
            onKeyDown={move}
          />
          {pixel !== null && (
            <div
              class="chosen"
              style={{
                left: `${(pixel.column * grid.zoom) / grid.shrink / ratio - 2}px`,
                top: `${(pixel.row * grid.zoom) / grid.shrink / ratio - 2}px`,
                width: `${grid.zoom / ratio + 4}px`,
                height: `${grid.zoom / ratio + 4}px`,
              }}
            />
          )}
        </div>
        <p class="reading-line" role="status">
          {pixel === null || value === undefined || value === null
            ? strings.pixelHint
            : strings.pixelReading(formatInteger(pixel.row), formatInteger(pixel.column), formatValue(value))}
        </p>
        <div class="under">
          <Legend scale={scale} range={range} />
          <CopyButtons name={name} numbers={() => gridText(values, columns)} />
        </div>
      </div>
      {pixel !== null && <Origin report={report} />}
      <dl class="map-figures">
        <Figure name={strings.minimum} value={formatValue(all.min[chosen.map]!)} />
        <Figure name={strings.maximum} value={formatValue(all.max[chosen.map]!)} />
        <Figure name={strings.mean} value={formatValue(all.mean[chosen.map]!)} />
        {layer.rectified && <Figure name={strings.zeroedShare} value={formatPercent(all.dead[chosen.map]!, 0)} />}
      </dl>
      {area > 1 && <HistogramBars values={values} name={name} />}
      <Kernel asker={asker} layer={layer} epoch={subject.epoch} map={chosen.map} scale={scale} />
      <Excitement
        asker={asker}
        epoch={subject.epoch}
        node={layer.node}
        map={chosen.map}
        classNames={classNames}
        scale={scale}
      />
      {epochs.length > 1 && (
        <Evolution
          asker={asker}
          epochs={epochs}
          epoch={subject.epoch}
          node={layer.node}
          map={chosen.map}
          classNames={classNames}
          scale={scale}
        />
      )}
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value}</dd>
    </div>
  );
}

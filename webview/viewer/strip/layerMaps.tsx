/** The maps of a layer as tiles of one picture; for a vector, every feature is a tile. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { InspectedLayer } from '../../../src/insight/layers.ts';
import {
  atlasPixels,
  gridSize,
  type MapSize,
  mapAt,
  mapBeside,
  mapGrid,
  tileCorner,
} from '../../../src/insight/pictures/mapAtlas.ts';
import { mapStatistics } from '../../../src/insight/statistics.ts';
import { Button } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { Picture, useWidth } from '../../image/picture.tsx';
import { gridText } from '../../table.ts';
import { type ColourScale, type Display, layerRange, mapRanges } from '../display.ts';
import type { Maps } from '../frames.ts';
import { Legend } from '../legend.tsx';
import { strings } from '../strings.ts';

/** Most tiles of a layer until the user asks for all. */
const mostTiles = 256;

/** A tile's longer side in CSS pixels; many maps are shown smaller. */
const sideFor = (count: number, isVector: boolean) => (isVector ? 14 : count > 128 ? 36 : count > 24 ? 56 : 84);

/** Layout of a layer's values: each channel, or each feature of a vector, is a tile. */
export function tilesOf({ shape }: InspectedLayer): MapSize {
  const [count = 1, height = 1, width = 1] = shape;
  return { count, height, width };
}

export function LayerMaps(props: {
  readonly layer: InspectedLayer;
  readonly maps: Maps;
  /** They show an earlier choice. */
  readonly isStale: boolean;
  readonly display: Display;
  readonly scale: ColourScale;
  /** Index of the chosen map, if it is in this layer. */
  readonly chosen: number | null;
  readonly onChoose: (map: number) => void;
  /** What the picture shows, for screen readers. */
  readonly label: string;
}) {
  const { layer, maps, isStale, display, scale, chosen, onChoose, label } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const [all, setAll] = useState(false);
  const ratio = window.devicePixelRatio;
  const whole = tilesOf(layer);
  const count = all ? whole.count : Math.min(whole.count, mostTiles);
  const isVector = layer.shape.length === 1;
  const grid = useMemo(() => {
    const gap = Math.round((isVector ? 1 : 4) * ratio);
    return mapGrid({ ...whole, count }, Math.floor(width * ratio), sideFor(whole.count, isVector) * ratio, gap);
  }, [layer, count, width, ratio]);
  const statistics = useMemo(() => mapStatistics(maps.values, whole.count), [maps.values, whole.count]);
  const pixels = useMemo(
    () => (width === 0 ? null : atlasPixels(maps.values, grid, mapRanges(statistics, display), scale.table)),
    [maps.values, grid, statistics, display.perMap, display.colouring, scale],
  );
  const size = gridSize(grid);
  const corner = chosen === null || chosen >= count ? null : tileCorner(grid, chosen);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (corner !== null && box.current?.closest(':focus-within')) box.current.scrollIntoView({ block: 'nearest' });
  }, [corner?.x, corner?.y]);

  return (
    <div ref={frame} class="layer-maps" data-view>
      {pixels !== null && (
        <div class={isStale ? 'tiles stale' : 'tiles'} aria-busy={isStale}>
          <Picture
            pixels={pixels}
            width={size.width}
            height={size.height}
            label={label}
            focusable
            onPress={(x, y) => {
              const map = mapAt(grid, x, y);
              if (map !== null) onChoose(map);
            }}
            onKeyDown={(event) => {
              // With Shift, these keys change image and epoch.
              if (event.shiftKey) return;
              const next = chosen === null ? (event.key === 'Enter' ? 0 : null) : mapBeside(grid, chosen, event.key);
              const map = next ?? (chosen === null && event.key.startsWith('Arrow') ? 0 : null);
              if (map === null) return;
              event.preventDefault();
              event.stopPropagation();
              onChoose(map);
            }}
          />
          {corner !== null && (
            <div
              ref={box}
              class="chosen"
              style={{
                left: `${corner.x / ratio - 2}px`,
                top: `${corner.y / ratio - 2}px`,
                width: `${grid.tile.width / ratio + 4}px`,
                height: `${grid.tile.height / ratio + 4}px`,
              }}
            />
          )}
        </div>
      )}
      <div class="under">
        {whole.count > mostTiles && !all && (
          <>
            <span class="muted">{strings.firstOf(formatInteger(count), formatInteger(whole.count))}</span>
            <Button onClick={() => setAll(true)}>{strings.showAll(formatInteger(whole.count))}</Button>
          </>
        )}
        {!display.perMap && <Legend scale={scale} range={layerRange(statistics, scale.centred)} />}
        <CopyButtons
          name={layer.name}
          numbers={() =>
            isVector ? gridText(maps.values, whole.count) : gridText(maps.values, whole.width, whole.count)
          }
        />
      </div>
    </div>
  );
}

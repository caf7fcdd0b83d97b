/** The kernel that makes a map: one picture per input channel. */
import { useMemo } from 'preact/hooks';
import type { InspectedLayer } from '../../../src/insight/layers.ts';
import { atlasPixels, gridSize, mapGrid } from '../../../src/insight/pictures/mapAtlas.ts';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { largest } from '../../image/kernels.ts';
import { Picture, useWidth } from '../../image/picture.tsx';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { gridText } from '../../table.ts';
import type { ColourScale } from '../display.ts';
import { Legend } from '../legend.tsx';
import { strings } from '../strings.ts';

export function Kernel(props: {
  readonly asker: Asker;
  readonly layer: InspectedLayer;
  readonly epoch: number;
  readonly map: number;
  readonly scale: ColourScale;
}) {
  const { asker, layer, epoch, map, scale } = props;
  const [frame, width] = useWidth<HTMLElement>();
  const isConvolution = layer.kind === 'conv2d';
  const request = useMemo(
    () => (isConvolution ? { epoch, node: layer.node } : null),
    [isConvolution, epoch, layer.node],
  );
  const { value, problem } = useAnswer(asker, 'kernels', request);
  const ratio = window.devicePixelRatio;
  const picture = useMemo(() => {
    const [, count, height, columns] = value?.shape ?? [];
    if (value === null || !count || !height || !columns || width === 0) return null;
    const size = count * height * columns;
    const weights = value.weights.subarray(map * size, (map + 1) * size);
    const side = (count > 32 ? 30 : 72) * ratio;
    const grid = mapGrid({ count, height, width: columns }, width * ratio, side, Math.round(4 * ratio));
    const most = largest(weights);
    const range = { low: -most, high: most };
    return {
      grid,
      range,
      weights,
      count,
      height,
      columns,
      pixels: atlasPixels(weights, grid, () => range, scale.table),
    };
  }, [value, map, width, ratio, scale]);
  if (!isConvolution) return null;
  if (problem !== null) return <p role="alert">{problem}</p>;
  const size = picture && gridSize(picture.grid);
  return (
    <figure class="kernel" ref={frame} data-view>
      <div class="title">
        <h3>{strings.kernel}</h3>
        {picture && (
          <CopyButtons
            name={strings.kernelOf(layer.name, formatInteger(map))}
            numbers={() => gridText(picture.weights, picture.columns, picture.count)}
          />
        )}
      </div>
      {picture && size && (
        <>
          <Picture
            pixels={picture.pixels}
            width={size.width}
            height={size.height}
            label={strings.kernelImage(formatInteger(picture.count), `${picture.height}×${picture.columns}`)}
          />
          <Legend scale={scale} range={picture.range} />
        </>
      )}
    </figure>
  );
}

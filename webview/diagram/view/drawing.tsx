/** The picture in the page. */
import { formatInteger } from '../../format.ts';
import type { Palette } from '../picture/marks.ts';
import type { DrawnVolume, Picture } from '../picture/picture.ts';
import { strings, volumeLabel } from '../strings.ts';
import { layersOf } from '../structure/volumes.ts';
import { Marks } from './marksView.tsx';

/** Element ids, for the list's `aria-activedescendant`. */
export const volumeId = (index: number): string => `volume-${index}`;

interface PartProps {
  readonly picture: Picture;
  readonly palette: Palette;
}

/** Frames and edges. */
export function Background({ picture, palette }: PartProps) {
  return (
    <>
      {picture.repeats.map(({ key, frame }) => (
        <Marks key={key} marks={frame} palette={palette} />
      ))}
      <Marks marks={picture.connections} palette={palette} />
    </>
  );
}

/** The options of a listbox. */
export function Volumes(props: PartProps & { readonly onChoose: (volume: DrawnVolume, focus: boolean) => void }) {
  const { picture, palette, onChoose } = props;
  const names = new Map(picture.volumes.map(({ volume }) => [volume.index, volume.head.name]));
  return picture.volumes.map((drawn) => {
    const { volume, nodes, marks, inputs } = drawn;
    const sources = inputs.map((index) => names.get(index) ?? '');
    const label = volumeLabel(volume, sources, nodes.length / layersOf(volume).length);
    return (
      <g
        key={volume.index}
        id={volumeId(volume.index)}
        class="volume"
        role="option"
        aria-label={label}
        aria-selected={false}
        tabindex={-1}
        onClick={() => onChoose(drawn, false)}
        onDblClick={() => onChoose(drawn, true)}
      >
        <title>{label}</title>
        <Marks marks={marks} palette={palette} />
      </g>
    );
  });
}

/** Kernels over the volumes, and the buttons that fold blocks. */
export function Foreground({ picture, palette, onToggle }: PartProps & { readonly onToggle: (key: string) => void }) {
  return (
    <>
      <g class="kernels">
        <Marks marks={picture.kernels} palette={palette} />
      </g>
      {picture.repeats.map(({ key, folded, count, tag }) => {
        const label = (folded ? strings.unfold : strings.foldAgain)(formatInteger(count));
        return (
          // biome-ignore lint/a11y/useSemanticElements: HTML's button has no place in SVG.
          <g
            key={key}
            class="fold-tag"
            role="button"
            tabindex={0}
            aria-label={label}
            onClick={() => onToggle(key)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              // A space would scroll.
              event.preventDefault();
              onToggle(key);
            }}
          >
            <title>{label}</title>
            <Marks marks={tag.marks} palette={palette} />
          </g>
        );
      })}
    </>
  );
}

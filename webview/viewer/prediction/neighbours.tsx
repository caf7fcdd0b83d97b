/** The training images nearest to the image by the last hidden layer (Krizhevsky et al., 2012, figure 4). */
import { useMemo } from 'preact/hooks';
import type { InspectedFacts, Subject } from '../../../src/jobs/inspector/protocol.ts';
import { Checkbox } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { Thumbnail, ThumbnailButton } from '../../image/thumbnail.tsx';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { isBoolean, useSetting } from '../../settings.ts';
import { tableText } from '../../table.ts';
import { formatValue } from '../numbers.ts';
import { Searching } from '../searching.tsx';
import { strings } from '../strings.ts';

/** The number in the figure. */
const count = 6;
/** CSS pixels of an image's longer side. */
const side = 72;

export function Neighbours(props: {
  readonly facts: InspectedFacts;
  readonly asker: Asker;
  readonly subject: Subject;
  /** The image as the model takes it. */
  readonly pixels: Uint8Array;
  /** By index in the training split. */
  readonly onOpen: (index: number) => void;
}) {
  const { facts, asker, subject, pixels, onOpen } = props;
  const { shape, classNames, layers, trainImages } = facts;
  const [isOn, setOn] = useSetting('neighbours', false, isBoolean);
  const request = useMemo(() => (isOn ? { ...subject, count } : null), [isOn, subject]);
  const answer = useAnswer(asker, 'neighbours', request);
  const { value, isCurrent } = answer;
  if (trainImages === 0) return null;
  return (
    <section class="neighbours" aria-labelledby="neighbours" data-view>
      <div class="title">
        <h2 id="neighbours">{strings.neighbours}</h2>
        {isOn && value !== null && (
          <CopyButtons
            name={strings.neighbours}
            numbers={() =>
              tableText(
                value.nearest.map(({ image, label, distance }) => [image, classNames[label] ?? label, distance]),
              )
            }
          />
        )}
      </div>
      <Checkbox checked={isOn} onChange={setOn}>
        {strings.showNeighbours}
      </Checkbox>
      {isOn && <Searching answer={answer} />}
      {isOn && value !== null && (
        <>
          <ol class={isCurrent ? 'thumbnails' : 'thumbnails stale'} aria-busy={!isCurrent}>
            <li class="thumbnail own">
              <Thumbnail pixels={pixels} shape={shape} side={side} label={strings.thisImage} />
              <span class="caption" aria-hidden="true">
                {strings.thisImage}
              </span>
            </li>
            {value.nearest.map(({ image, label, distance, pixels }) => {
              const name = classNames[label] ?? String(label);
              const far = formatValue(distance);
              return (
                <li key={image}>
                  <ThumbnailButton
                    pixels={pixels}
                    shape={shape}
                    side={side}
                    label={strings.nearImage(formatInteger(image), name, far)}
                    caption={strings.nearCaption(name, far)}
                    onOpen={() => onOpen(image)}
                  />
                </li>
              );
            })}
          </ol>
          <p class="muted">{strings.nearTo(formatInteger(value.features), layers[value.node]?.name ?? '')}</p>
        </>
      )}
    </section>
  );
}

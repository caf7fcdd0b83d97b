/** The images behind a cell of the confusion matrix, most confident first. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../controls.tsx';
import { formatInteger, formatPercent } from '../format.ts';
import { ThumbnailButton } from '../image/thumbnail.tsx';
import { useAnswer } from '../inspector/answer.ts';
import type { Asker } from '../inspector/asker.ts';
import { type Cell, cellImages } from './cellImages.ts';
import { strings } from './strings.ts';

/** Images to show at first, and with each request for more. */
const step = 48;
/** CSS pixels of an image's longer side. */
const side = 64;

export function CellImages(props: {
  readonly asker: Asker;
  readonly epoch: number;
  readonly cell: Cell;
  readonly classNames: readonly string[];
  /** By index in the held-out split. */
  readonly onOpen: (index: number) => void;
  readonly onClose: () => void;
}) {
  const { asker, epoch, cell, classNames, onOpen, onClose } = props;
  const { truth, predicted } = cell;
  const [most, setMost] = useState(step);
  useEffect(() => setMost(step), [truth, predicted]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.scrollIntoView({ block: 'nearest' }), [truth, predicted]);

  const ofAll = useMemo(() => ({ epoch }), [epoch]);
  const predictions = useAnswer(asker, 'predictions', ofAll);
  const { value } = predictions;
  const all = useMemo(
    () => (value === null ? null : cellImages(value, { truth, predicted })),
    [value, truth, predicted],
  );
  const request = useMemo(
    () =>
      all === null
        ? null
        : { split: 'validation' as const, images: all.slice(0, most), side: side * window.devicePixelRatio },
    [all, most],
  );
  const pictures = useAnswer(asker, 'thumbnails', request);
  const shown = pictures.isCurrent && request !== null ? request.images : [];
  const problem = predictions.problem ?? pictures.problem;
  const [truthName, predictedName] = [classNames[truth] ?? String(truth), classNames[predicted] ?? String(predicted)];
  return (
    <section class="cell" aria-labelledby="cell">
      <div class="title">
        <h3 id="cell" ref={heading}>
          {truth === predicted ? strings.recognised(truthName) : strings.mistaken(truthName, predictedName)}
          {all !== null && <span class="muted"> {strings.surestFirst(formatInteger(all.length))}</span>}
        </h3>
        <Button onClick={onClose}>{strings.close}</Button>
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      {value === null && problem === null && (
        <p class="muted" role="status">
          {strings.lookingAtAll(formatPercent(predictions.progress ?? 0, 0))}
        </p>
      )}
      {value !== null && pictures.value !== null && (
        <ol class="thumbnails" aria-busy={!pictures.isCurrent}>
          {shown.map((image, i) => {
            const { shape, pixels } = pictures.value!;
            const size = shape[0] * shape[1] * shape[2];
            const share = formatPercent(value.confidence[image]!, 1);
            return (
              <li key={image}>
                <ThumbnailButton
                  pixels={pixels.subarray(i * size, (i + 1) * size)}
                  shape={shape}
                  side={side}
                  label={strings.cellImage(formatInteger(image), truthName, predictedName, share)}
                  caption={share}
                  onOpen={() => onOpen(image)}
                />
              </li>
            );
          })}
        </ol>
      )}
      {all !== null && all.length > most && (
        <Button onClick={() => setMost(most + step)}>
          {strings.showMore(formatInteger(Math.min(step, all.length - most)))}
        </Button>
      )}
    </section>
  );
}

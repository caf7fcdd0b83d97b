/** Held-out images as points: images that are similar to the last hidden layer lie together. */
import { useMemo, useState } from 'preact/hooks';
import type { Embedding as Embedded } from '../../../src/insight/results.ts';
import type { ImageSource, InspectedFacts } from '../../../src/jobs/inspector/protocol.ts';
import { Dropdown } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger, formatPercent } from '../../format.ts';
import { Thumbnail } from '../../image/thumbnail.tsx';
import { type Answer, useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { isNumber, useSetting } from '../../settings.ts';
import { tableText } from '../../table.ts';
import { useTheme } from '../../theme.ts';
import { strings } from '../strings.ts';
import { classColours, cssColour } from './classColours.ts';
import { Scatter } from './scatter.tsx';

const methods = ['pca', 'umap'] as const;
type Method = (typeof methods)[number];
const isMethod = (value: unknown): value is Method => methods.some((method) => method === value);
/** Choices of the number of points; UMAP takes some seconds per thousand. */
const counts = [500, 1000, 2000, 5000] as const;
/** A fixed seed: the same picture for everybody. */
const seed = 1;
/** Size of a point's image in CSS pixels. */
const side = 84;

interface EmbeddingState {
  readonly method: Method;
  readonly setMethod: (method: Method) => void;
  readonly count: number;
  readonly setCount: (count: number) => void;
  readonly answer: Answer<Embedded>;
  /** Whether the chosen epoch is the one shown. */
  readonly isDrawn: boolean;
}

/** Makes no request unless it is shown. */
export function useEmbedding(asker: Asker, epoch: number, isShown: boolean): EmbeddingState {
  const [method, setMethod] = useSetting<Method>('layout', 'pca', isMethod);
  const [count, setCount] = useSetting<number>('points', 2000, isNumber);
  const request = useMemo(() => (isShown ? { epoch, method, count, seed } : null), [isShown, epoch, method, count]);
  const answer = useAnswer(asker, 'embedding', request);
  return { method, setMethod, count, setCount, answer, isDrawn: request === null || answer.isCurrent };
}

export function Embedding(props: {
  readonly state: EmbeddingState;
  readonly facts: InspectedFacts;
  readonly asker: Asker;
  /** The current subject. */
  readonly image: ImageSource;
  /** By index in the held-out split. */
  readonly onOpen: (index: number) => void;
}) {
  const { state, facts, asker, image, onOpen } = props;
  const { method, setMethod, count, setCount, answer } = state;
  const { value, isCurrent, progress, problem } = answer;
  const { classNames, validationImages } = facts;
  const [highlighted, highlight] = useState<number | null>(null);
  const [read, setRead] = useState<number | null>(null);
  const names = { pca: strings.pca, umap: strings.umap };
  const sizes = counts.filter((_, i) => i === 0 || counts[i - 1]! < validationImages);
  // For a small split, "all" is the next larger size.
  const size = sizes.find((one) => one >= count) ?? sizes.at(-1);
  return (
    <section class="view embedding" aria-labelledby="embedding" data-view>
      <div class="title">
        <h2 id="embedding">{strings.embedding}</h2>
        {value !== null && <CopyButtons name={strings.embedding} numbers={() => pointTable(value, classNames)} />}
      </div>
      <div class="controls">
        <Dropdown
          label={strings.layout}
          value={method}
          options={methods.map((one) => ({ value: one, label: names[one] }))}
          onChange={(next) => {
            if (isMethod(next)) setMethod(next);
          }}
        />
        {sizes.length > 1 && (
          <Dropdown
            label={strings.howMany}
            value={String(size)}
            options={sizes.map((one) => ({
              value: String(one),
              label: strings.imagesShown(formatInteger(Math.min(one, validationImages))),
            }))}
            onChange={(next) => setCount(Number(next))}
          />
        )}
        {!isCurrent && problem === null && (
          <span class="muted" role="status">
            {strings.layingOut(formatPercent(progress ?? 0, 0))}
          </span>
        )}
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      {value !== null && (
        <div class="plane">
          <div>
            <Scatter
              embedding={value}
              classNames={classNames}
              highlighted={highlighted}
              read={read !== null && read < value.labels.length ? read : null}
              onRead={setRead}
              onOpen={(point) => onOpen(value.images[point]!)}
              own={ownPoint(value, image)}
              label={strings.scatterImage(
                formatInteger(value.labels.length),
                formatInteger(classNames.length),
                formatInteger(wrongOnes(value)),
              )}
              isStale={!isCurrent}
            >
              {read !== null && read < value.labels.length && (
                <PointCard asker={asker} image={value.images[read]!} text={pointText(value, read, classNames)} />
              )}
            </Scatter>
            <p class="reading-line" role="status">
              {read !== null && read < value.labels.length ? pointText(value, read, classNames) : strings.pointHint}
            </p>
            {value.explained !== null && (
              <p class="muted">
                {strings.explained(formatPercent(value.explained[0], 0), formatPercent(value.explained[1], 0))}
              </p>
            )}
          </div>
          <Legend value={value} classNames={classNames} highlighted={highlighted} onHighlight={highlight} />
        </div>
      )}
    </section>
  );
}

function Legend(props: {
  readonly value: Embedded;
  readonly classNames: readonly string[];
  readonly highlighted: number | null;
  readonly onHighlight: (label: number | null) => void;
}) {
  const { value, classNames, highlighted, onHighlight } = props;
  const theme = useTheme();
  const colours = classColours(classNames.length, theme.background).map(cssColour);
  const wrong = wrongOnes(value);
  return (
    <div class="point-legend">
      <ul class="marks">
        <li>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="4" />
          </svg>
          {strings.rightOnes(formatInteger(value.labels.length - wrong))}
        </li>
        <li>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 3 13 13M3 13 13 3" />
          </svg>
          {strings.wrongOnes(formatInteger(wrong))}
        </li>
      </ul>
      <ul class="classes" aria-label={strings.classes}>
        {classNames.map((name, label) => (
          <li key={name}>
            <button
              type="button"
              class="text-button"
              aria-pressed={highlighted === label}
              aria-label={strings.highlight(name)}
              onClick={() => onHighlight(highlighted === label ? null : label)}
            >
              <span class="swatch" style={{ background: colours[label] }} />
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PointCard(props: { readonly asker: Asker; readonly image: number; readonly text: string }) {
  const { asker, image, text } = props;
  const request = useMemo(
    () => ({ split: 'validation', images: [image], side: side * window.devicePixelRatio }) as const,
    [image],
  );
  const { value, isCurrent } = useAnswer(asker, 'thumbnails', request);
  return (
    <>
      <div class="point-image">
        {value !== null && isCurrent && (
          <Thumbnail pixels={value.pixels} shape={value.shape} side={side} label={text} />
        )}
      </div>
      <span>{text}</span>
    </>
  );
}

const wrongOnes = ({ labels, predicted }: Embedded): number =>
  predicted.reduce((sum, label, point) => sum + (label === labels[point] ? 0 : 1), 0);

function ownPoint({ images }: Embedded, image: ImageSource): number | null {
  if (image.kind !== 'dataSet' || image.split !== 'validation') return null;
  const point = images.indexOf(image.index);
  return point < 0 ? null : point;
}

/** Image, class, prediction, x and y of each point. */
function pointTable({ images, labels, predicted, points }: Embedded, classNames: readonly string[]): string {
  const nameOf = (label: number) => classNames[label] ?? label;
  return tableText(
    Array.from(images, (image, i) => [
      image,
      nameOf(labels[i]!),
      nameOf(predicted[i]!),
      points[2 * i]!,
      points[2 * i + 1]!,
    ]),
  );
}

function pointText({ images, labels, predicted }: Embedded, point: number, classNames: readonly string[]): string {
  const nameOf = (label: number) => classNames[label] ?? String(label);
  const [truth, taken] = [labels[point]!, predicted[point]!];
  const number = formatInteger(images[point]!);
  return truth === taken
    ? strings.rightPoint(number, nameOf(truth))
    : strings.wrongPoint(number, nameOf(truth), nameOf(taken));
}

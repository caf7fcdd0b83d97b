/** The choice of an image of the data set: by index, by class, or worst mistakes first. */
import { useMemo, useState } from 'preact/hooks';
import type { InspectedFacts, SplitName } from '../../../src/jobs/inspector/protocol.ts';
import { Button, Dropdown } from '../../controls.tsx';
import { formatInteger, formatPercent } from '../../format.ts';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { useKeys } from '../../keys.ts';
import { isNumber, useSetting } from '../../settings.ts';
import { strings } from '../strings.ts';
import { countOf } from './chosenImage.ts';
import { imageList } from './imageList.ts';

const isLabel = (value: unknown): value is number | null => value === null || isNumber(value);
const orders = ['data', 'wrong'] as const;
const splits = ['validation', 'train'] as const;
type Order = (typeof orders)[number];
const isOrder = (value: unknown): value is Order => orders.some((order) => order === value);

export function ImageChoice(props: {
  readonly facts: InspectedFacts;
  readonly asker: Asker;
  readonly epoch: number;
  readonly split: SplitName;
  readonly onSplit: (split: SplitName) => void;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}) {
  const { facts, asker, epoch, split, onSplit, chosen, onChoose } = props;
  const [label, setLabel] = useSetting<number | null>('class', null, isLabel);
  const [order, setOrder] = useSetting<Order>('order', 'data', isOrder);
  /** The content of the field while typing; it need not be a number yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const wantsWrong = order === 'wrong' && split === 'validation';
  const request = useMemo(() => (wantsWrong ? { epoch } : null), [wantsWrong, epoch]);
  const predictions = useAnswer(asker, 'predictions', request);
  const ordered = wantsWrong && predictions.isCurrent ? (predictions.value?.probabilityOfLabel ?? null) : null;
  const images = useMemo(
    () =>
      split === 'validation'
        ? imageList(facts.validationLabels, { label, probabilityOfLabel: ordered })
        : Array.from({ length: facts.trainImages }, (_, index) => index),
    [facts.validationLabels, facts.trainImages, split, label, ordered],
  );
  const position = images.indexOf(chosen);
  const choose = (index: number | undefined) => {
    if (index !== undefined) onChoose(index);
  };
  useKeys({
    'Shift+ArrowLeft': () => choose(images[position - 1]),
    'Shift+ArrowRight': () => choose(images[position + 1]),
  });
  const choices = (nextLabel: number | null, probabilityOfLabel: Float32Array | null) =>
    imageList(facts.validationLabels, { label: nextLabel, probabilityOfLabel });

  const classes = facts.classNames.map((name, index) => ({ value: String(index), label: name }));
  return (
    <div class="image-choice">
      <div class="controls">
        <Button appearance="icon" label={strings.previousImage} onClick={() => choose(images[position - 1])}>
          <span aria-hidden="true">‹</span>
        </Button>
        <label>
          <span class="visually-hidden">{strings.imageNumber}</span>
          <input
            class="number"
            type="number"
            min={0}
            max={countOf(facts, split) - 1}
            value={typed ?? chosen}
            onInput={(event) => {
              const { value, valueAsNumber, max } = event.currentTarget;
              setTyped(value);
              if (Number.isFinite(valueAsNumber)) choose(Math.max(0, Math.min(Number(max), Math.round(valueAsNumber))));
            }}
            onBlur={() => setTyped(null)}
          />
        </label>
        <Button appearance="icon" label={strings.nextImage} onClick={() => choose(images[position + 1])}>
          <span aria-hidden="true">›</span>
        </Button>
        <span class="muted">
          {strings.imageOf(position < 0 ? '–' : formatInteger(position + 1), formatInteger(images.length))}
        </span>
      </div>
      <Dropdown
        label={strings.split}
        value={split}
        options={splits
          .filter((one) => countOf(facts, one) > 0)
          .map((one) => ({ value: one, label: one === 'train' ? strings.ofTraining : strings.heldOut }))}
        onChange={(value) => {
          const next = splits.find((one) => one === value);
          if (next !== undefined) onSplit(next);
        }}
      />
      {split === 'validation' && (
        <div class="controls">
          <Dropdown
            label={strings.class}
            value={label === null ? '' : String(label)}
            options={[{ value: '', label: strings.everyClass }, ...classes]}
            onChange={(value) => {
              const next = value === '' ? null : Number(value);
              setLabel(next);
              choose(choices(next, ordered)[0]);
            }}
          />
          <Dropdown
            label={strings.order}
            value={order}
            options={[
              { value: 'data', label: strings.inOrder },
              { value: 'wrong', label: strings.mostWrong },
            ]}
            onChange={(value) => {
              if (isOrder(value)) setOrder(value);
            }}
          />
        </div>
      )}
      {wantsWrong && !predictions.isCurrent && predictions.problem === null && (
        <p class="muted" role="status">
          {strings.lookingAtAll(formatPercent(predictions.progress ?? 0, 0))}
        </p>
      )}
      {predictions.problem !== null && <p role="alert">{predictions.problem}</p>}
    </div>
  );
}

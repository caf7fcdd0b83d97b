/** A slider through the epochs whose weights are kept, with a play button. */
import { useEffect, useState } from 'preact/hooks';
import { Button, Slider } from './controls.tsx';
import { formatInteger } from './format.ts';
import { PauseIcon, PlayIcon } from './icons.tsx';
import { t } from './localization.ts';
import { isNumber } from './settings.ts';

/** Milliseconds an epoch is shown when they are played. */
const frameTime = 400;

/** The epoch that a user has chosen; `null` follows the newest. */
export type ChosenEpoch = number | null;
export const isChosenEpoch = (value: unknown): value is ChosenEpoch => value === null || isNumber(value);

/** The epoch to show; `null` if none is kept. */
export function epochOf(epochs: readonly number[], chosen: ChosenEpoch): number | null {
  return chosen !== null && epochs.includes(chosen) ? chosen : (epochs.at(-1) ?? null);
}

export function epochName(epoch: number): string {
  return epoch === 0 ? t('Before training') : formatInteger(epoch);
}

export function EpochSlider(props: {
  /** Rising. */
  readonly epochs: readonly number[];
  readonly chosen: ChosenEpoch;
  readonly onChoose: (epoch: ChosenEpoch) => void;
  /** Whether newer epochs are to come. */
  readonly growing: boolean;
  /** Whether the chosen epoch is on the screen: playing is no faster than drawing. */
  readonly isDrawn: boolean;
}) {
  const { epochs, chosen, onChoose, growing, isDrawn } = props;
  const [playing, setPlaying] = useState(false);
  const newest = epochs.length - 1;
  const position = epochs.indexOf(epochOf(epochs, chosen) ?? 0);
  const goTo = (next: number) => onChoose(next >= newest ? null : (epochs[next] ?? null));
  useEffect(() => {
    if (!playing || !isDrawn) return;
    if (position >= newest) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => goTo(position + 1), frameTime);
    return () => clearTimeout(timer);
    // Not on every render: while a run trains, its panel is rendered more often than an epoch changes.
  }, [playing, isDrawn, position, newest]);
  const togglePlay = () => {
    if (!playing && position >= newest) onChoose(epochs[0] ?? null);
    setPlaying(!playing);
  };
  const name = epochName(epochs[position] ?? 0);
  return (
    <div class="controls">
      <Button appearance="icon" label={playing ? t('Pause') : t('Play the epochs')} onClick={togglePlay}>
        {playing ? <PauseIcon /> : <PlayIcon />}
      </Button>
      <Slider
        label={t('Epoch')}
        min={0}
        max={newest}
        value={position}
        text={position === newest ? `${name} · ${t('newest')}` : name}
        onInput={(next) => {
          setPlaying(false);
          goTo(next);
        }}
      />
      {chosen !== null && !playing && growing && (
        <Button onClick={() => onChoose(null)}>{t('Follow the newest epoch')}</Button>
      )}
    </div>
  );
}

/** How a map was learned: the image that excites it most, epoch by epoch (Zeiler & Fergus 2014, figure 4). */
import { useMemo } from 'preact/hooks';
import { Checkbox } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { epochName } from '../../epochSlider.tsx';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { isBoolean, useSetting } from '../../settings.ts';
import { tableText } from '../../table.ts';
import type { ColourScale } from '../display.ts';
import { Searching } from '../searching.tsx';
import { strings } from '../strings.ts';
import { evolutionEpochs } from './evolutionEpochs.ts';
import { Pair } from './excitement.tsx';

export function Evolution(props: {
  readonly asker: Asker;
  /** All epochs that are kept. */
  readonly epochs: readonly number[];
  /** The current epoch. */
  readonly epoch: number;
  readonly node: number;
  readonly map: number;
  readonly classNames: readonly string[];
  readonly scale: ColourScale;
}) {
  const { asker, epochs, epoch, node, map, classNames, scale } = props;
  const [isOn, setOn] = useSetting('evolution', false, isBoolean);
  const [all, setAll] = useSetting('allEpochs', false, isBoolean);
  const wanted = evolutionEpochs(epochs, all);
  const request = useMemo(
    () => (isOn ? ({ epochs: wanted, node, map, method: 'deconvnet' } as const) : null),
    [isOn, wanted.join(), node, map],
  );
  const answer = useAnswer(asker, 'evolution', request);
  const { value, isCurrent } = answer;
  return (
    <section class="excitement evolution" aria-labelledby="evolution">
      <h3 id="evolution">{strings.evolution}</h3>
      <div class="controls">
        <Checkbox checked={isOn} onChange={setOn}>
          {strings.showEvolution}
        </Checkbox>
        {isOn && (
          <Checkbox checked={all} onChange={setAll}>
            {strings.allEpochs}
          </Checkbox>
        )}
      </div>
      {isOn && <Searching answer={answer} />}
      {isOn && value !== null && (
        <div class="excitement" data-view>
          <ol class={isCurrent ? 'pairs' : 'pairs stale'} aria-busy={!isCurrent}>
            {value.map((stage) => (
              <Pair
                key={stage.epoch}
                one={stage.strongest}
                className={classNames[stage.strongest.label] ?? String(stage.strongest.label)}
                scale={scale}
                title={strings.epoch(epochName(stage.epoch))}
                isChosen={stage.epoch === epoch}
              />
            ))}
          </ol>
          <CopyButtons
            name={strings.evolution}
            numbers={() =>
              tableText(
                value.map(({ epoch: at, strongest: { image, label, value: peak } }) => [at, image, label, peak]),
              )
            }
          />
        </div>
      )}
    </section>
  );
}

/**
 * What excites a map: the training images it responds to most, cropped to what it saw, beside what in them it responded
 * to.
 */
import { useMemo } from 'preact/hooks';
import { type ProjectionMethod, projectionMethods } from '../../../src/insight/attribution/backwardRules.ts';
import type { Excitement as Exciting } from '../../../src/insight/results.ts';
import { Checkbox, Dropdown } from '../../controls.tsx';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { bytePixels } from '../../image/bytes.ts';
import { kernelPixels, largest } from '../../image/kernels.ts';
import { fittingZoom, Picture } from '../../image/picture.tsx';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { isBoolean, useSetting } from '../../settings.ts';
import { tableText } from '../../table.ts';
import type { ColourScale } from '../display.ts';
import { formatValue } from '../numbers.ts';
import { Searching } from '../searching.tsx';
import { ruleNames, strings } from '../strings.ts';

/** CSS pixels of a picture's longer side. */
const side = 72;

const isMethod = (value: unknown): value is ProjectionMethod => projectionMethods.some((method) => method === value);

export function Excitement(props: {
  readonly asker: Asker;
  readonly epoch: number;
  readonly node: number;
  readonly map: number;
  readonly classNames: readonly string[];
  readonly scale: ColourScale;
}) {
  const { asker, epoch, node, map, classNames, scale } = props;
  const [isOn, setOn] = useSetting('excitement', false, isBoolean);
  const [method, setMethod] = useSetting<ProjectionMethod>('method', 'deconvnet', isMethod);
  const request = useMemo(() => (isOn ? { epoch, node, map, method } : null), [isOn, epoch, node, map, method]);
  const answer = useAnswer(asker, 'excitement', request);
  const { value, isCurrent } = answer;
  const methods = { deconvnet: strings.deconvnet, guided: strings.guided, gradient: strings.gradient };
  const rules = [
    ...new Set((value ?? []).flatMap((one) => one.rules.map(({ layer, rule }) => `${layer}: ${ruleNames[rule]}`))),
  ];
  return (
    <section class="excitement" aria-labelledby="excitement">
      <h3 id="excitement">{strings.excitement}</h3>
      <div class="controls">
        <Checkbox checked={isOn} onChange={setOn}>
          {strings.showExcitement}
        </Checkbox>
        {isOn && (
          <Dropdown
            label={strings.method}
            value={method}
            options={projectionMethods.map((one) => ({ value: one, label: methods[one] }))}
            onChange={(next) => {
              if (isMethod(next)) setMethod(next);
            }}
          />
        )}
      </div>
      {isOn && <Searching answer={answer} />}
      {isOn && value !== null && (
        <div class="excitement" data-view>
          <ol class={isCurrent ? 'pairs' : 'pairs stale'} aria-busy={!isCurrent}>
            {value.map((one) => (
              <Pair key={one.image} one={one} className={classNames[one.label] ?? String(one.label)} scale={scale} />
            ))}
          </ol>
          {rules.length > 0 && <p class="muted">{strings.rules(rules.join(' · '))}</p>}
          <CopyButtons
            name={strings.excitement}
            numbers={() => tableText(value.map((one) => [one.image, one.label, one.value, one.row, one.column]))}
          />
        </div>
      )}
    </section>
  );
}

/** The part of an image that a map saw, and what in it excited the map. */
export function Pair(props: {
  readonly one: Exciting;
  readonly className: string;
  readonly scale: ColourScale;
  /** Heading over the two pictures. */
  readonly title?: string;
  readonly isChosen?: boolean;
}) {
  const { one, className, scale, title, isChosen = false } = props;
  const { height, width } = one.crop.at;
  const channels = one.crop.pixels.length / (height * width);
  const crop = useMemo(() => bytePixels(one.crop.pixels, [channels, height, width]), [one]);
  const projection = useMemo(() => {
    const style = channels === 3 ? 'rgb' : 'signed';
    const whole = kernelPixels(
      one.projection,
      [1, channels, height, width],
      style,
      () => largest(one.projection),
      scale.table,
    );
    return whole.slice(0, 4 * height * width);
  }, [one, scale]);
  const shared = { width, height, zoom: fittingZoom(height, width, side) };
  const name = strings.excitingImage(formatInteger(one.image), className, formatValue(one.value));
  return (
    <li title={name} aria-current={isChosen || undefined}>
      {title !== undefined && <span class="caption">{title}</span>}
      <Picture pixels={crop} label={name} class="outlined" {...shared} />
      <Picture
        pixels={projection}
        label={strings.projectionOf(formatInteger(one.image))}
        class="outlined"
        {...shared}
      />
      <span class="muted caption">
        {className} · {formatValue(one.value)}
      </span>
    </li>
  );
}

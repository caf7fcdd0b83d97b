/** The prediction: the five likeliest classes, with the true one marked. */
import type { Guess } from '../../../src/insight/prediction.ts';
import { CopyButtons } from '../../copy.tsx';
import { formatPercent } from '../../format.ts';
import { CheckIcon } from '../../icons.tsx';
import { tableText } from '../../table.ts';
import { strings } from '../strings.ts';

export function Prediction(props: {
  readonly guesses: readonly Guess[];
  /** The true class; `null` if unknown. */
  readonly label: number | null;
  readonly classNames: readonly string[];
}) {
  const { guesses, label, classNames } = props;
  const missed = label !== null && guesses.every((guess) => guess.label !== label);
  return (
    <section class="prediction" aria-labelledby="prediction" data-view>
      <div class="title">
        <h2 id="prediction">{strings.prediction}</h2>
        <CopyButtons
          name={strings.prediction}
          numbers={() => tableText(guesses.map(({ className, probability }) => [className, probability]))}
        />
      </div>
      <ol>
        {guesses.map((guess) => {
          const isTrue = guess.label === label;
          const share = formatPercent(guess.probability, 1);
          const say = isTrue ? strings.trueGuess : strings.guess;
          return (
            <li key={guess.label} class={isTrue ? 'true' : ''} aria-label={say(guess.className, share)}>
              <span class="name">
                {guess.className}
                {isTrue && <CheckIcon />}
              </span>
              <span class="bar">
                <span style={{ width: `${100 * Math.max(0, Math.min(1, guess.probability))}%` }} />
              </span>
              <span class="value">{share}</span>
            </li>
          );
        })}
      </ol>
      {missed && <p class="alarm">{strings.notAmongFirst(classNames[label] ?? String(label))}</p>}
    </section>
  );
}

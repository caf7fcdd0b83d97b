/**
 * The confusion matrix: a heat map with numbers. Correct and wrong predictions have a colour and a scale each;
 * otherwise at 99% accuracy nothing else would be visible.
 */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import type { Evaluation } from '../../src/training/layout.ts';
import { Checkbox, TextButton } from '../controls.tsx';
import { formatInteger, formatPercent } from '../format.ts';
import type { Asker } from '../inspector/asker.ts';
import { isBoolean, isNumber, useSetting } from '../settings.ts';
import type { Attempt } from './attempt.ts';
import { CellImages } from './cell.tsx';
import type { Cell } from './cellImages.ts';
import { type ConfusionTotals, confusionTotals, worstPairs } from './confusionTotals.ts';
import type { Host } from './host.ts';
import { strings } from './strings.ts';

/** More classes than this do not make a readable table. */
const mostClasses = 40;

export function Confusion(props: {
  readonly facts: RunFacts;
  readonly evaluation: Evaluation | null;
  readonly host: Host;
  readonly asker: Asker;
  readonly attempt: Attempt;
}) {
  const { facts, evaluation, host, asker, attempt } = props;
  /** The cell whose images are shown. */
  const [cell, choose] = useSetting<Cell | null>('cell', null, isCell);
  const epoch = facts.checkpoints.at(-1);
  const [shares, setShares] = useSetting('shares', false, isBoolean);
  const totals = useMemo(() => (evaluation === null ? null : confusionTotals(evaluation.confusion)), [evaluation]);
  return (
    <section class="confusion" aria-labelledby="confusion">
      <div class="title">
        <h2 id="confusion">{strings.confusion}</h2>
        {evaluation !== null && evaluation.classNames.length <= mostClasses && (
          <Checkbox checked={shares} onChange={setShares}>
            {strings.shares}
          </Checkbox>
        )}
      </div>
      {evaluation === null || totals === null ? (
        <p class="empty">{strings.confusionLater}</p>
      ) : (
        <>
          <p class="summary">
            {strings.confusionSummary(
              formatInteger(totals.correct),
              formatInteger(totals.images),
              formatInteger(totals.images - totals.correct),
            )}
          </p>
          {evaluation.classNames.length <= mostClasses ? (
            <Matrix evaluation={evaluation} totals={totals} shares={shares} chosen={cell} onChoose={choose} />
          ) : (
            <WorstPairs evaluation={evaluation} onChoose={choose} />
          )}
          {cell !== null && epoch !== undefined && (
            <CellImages
              asker={asker}
              epoch={epoch}
              cell={cell}
              classNames={evaluation.classNames}
              onOpen={(index) => void attempt(host.openViewer({ split: 'validation', index }))}
              onClose={() => choose(null)}
            />
          )}
        </>
      )}
    </section>
  );
}

const isCell = (value: unknown): value is Cell | null =>
  value === null ||
  (typeof value === 'object' &&
    'truth' in value &&
    isNumber(value.truth) &&
    'predicted' in value &&
    isNumber(value.predicted));

function Matrix(props: {
  readonly evaluation: Evaluation;
  readonly totals: ConfusionTotals;
  readonly shares: boolean;
  readonly chosen: Cell | null;
  readonly onChoose: (cell: Cell) => void;
}) {
  const { evaluation, totals, shares, chosen, onChoose } = props;
  const { classNames, confusion } = evaluation;
  const table = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState<Cell>({ truth: 0, predicted: 0 });
  const [read, setRead] = useState<Cell | null>(null);

  const share = ({ truth, predicted }: Cell) => {
    const total = totals.byTruth[truth] ?? 0;
    return total > 0 ? (confusion[truth]?.[predicted] ?? 0) / total : 0;
  };
  const describe = (cell: Cell) =>
    strings.cellReading(
      classNames[cell.truth] ?? '',
      classNames[cell.predicted] ?? '',
      formatInteger(confusion[cell.truth]?.[cell.predicted] ?? 0),
      formatInteger(totals.byTruth[cell.truth] ?? 0),
      formatPercent(share(cell)),
    );
  const open = (cell: Cell) => {
    if ((confusion[cell.truth]?.[cell.predicted] ?? 0) > 0) onChoose(cell);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = classNames.length - 1;
    const { truth, predicted } = current;
    const moves: Record<string, Cell> = {
      ArrowUp: { truth: Math.max(0, truth - 1), predicted },
      ArrowDown: { truth: Math.min(last, truth + 1), predicted },
      ArrowLeft: { truth, predicted: Math.max(0, predicted - 1) },
      ArrowRight: { truth, predicted: Math.min(last, predicted + 1) },
      Home: { truth, predicted: 0 },
      End: { truth, predicted: last },
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      table.current?.querySelector<HTMLElement>(`[data-cell="${next.truth},${next.predicted}"]`)?.focus();
    }
  };
  const onFocus = (cell: Cell) => {
    setCurrent(cell);
    setRead(cell);
  };

  return (
    <>
      <div class="matrix">
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table walked with the arrow keys is a grid
          role="grid"
          aria-labelledby="confusion"
          onKeyDown={onKeyDown}
          onPointerLeave={() => setRead(null)}
        >
          <thead>
            <tr>
              <td class="corner" rowSpan={2} colSpan={2} />
              <th class="axis" colSpan={classNames.length} scope="colgroup">
                {strings.predictedClass}
              </th>
            </tr>
            <tr>
              {classNames.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
              <th scope="col" class="total">
                {strings.total}
              </th>
              <th scope="col" class="total" title={strings.recallHelp}>
                {strings.recall}
              </th>
            </tr>
          </thead>
          <tbody>
            {classNames.map((name, truth) => (
              <tr key={name}>
                {truth === 0 && (
                  <th class="axis vertical" rowSpan={classNames.length} scope="rowgroup">
                    <span>{strings.trueClass}</span>
                  </th>
                )}
                <th scope="row" title={name}>
                  {name}
                </th>
                {classNames.map((column, predicted) => {
                  const cell = { truth, predicted };
                  const count = confusion[truth]?.[predicted] ?? 0;
                  const isChosen = truth === chosen?.truth && predicted === chosen.predicted;
                  return (
                    <td
                      key={column}
                      data-cell={`${truth},${predicted}`}
                      tabIndex={truth === current.truth && predicted === current.predicted ? 0 : -1}
                      aria-label={describe(cell)}
                      class={`${truth === predicted ? 'right' : count > 0 ? 'wrong' : 'none'} ${isChosen ? 'chosen' : ''}`}
                      style={{ '--share': heat(cell, totals, confusion) }}
                      onFocus={() => onFocus(cell)}
                      onClick={() => open(cell)}
                      onKeyDown={(event) => {
                        if (event.key === 'Enter') open(cell);
                      }}
                      onPointerEnter={() => setRead(cell)}
                    >
                      {shares ? formatShare(share(cell)) : count === 0 ? '·' : formatInteger(count)}
                    </td>
                  );
                })}
                <td class="total">{formatInteger(totals.byTruth[truth] ?? 0)}</td>
                <td class="total">{formatRatio(confusion[truth]?.[truth] ?? 0, totals.byTruth[truth] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2} title={strings.precisionHelp}>
                {strings.precision}
              </th>
              {classNames.map((name, predicted) => (
                <td key={name} class="total">
                  {formatRatio(confusion[predicted]?.[predicted] ?? 0, totals.byPrediction[predicted] ?? 0)}
                </td>
              ))}
              <td class="total">{formatInteger(totals.images)}</td>
              <td class="total">{formatRatio(totals.correct, totals.images)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="reading-line" role="status">
        {read === null ? strings.cellHint : describe(read)}
      </p>
    </>
  );
}

function WorstPairs(props: { readonly evaluation: Evaluation; readonly onChoose: (cell: Cell) => void }) {
  const { evaluation, onChoose } = props;
  const { classNames, confusion } = evaluation;
  return (
    <>
      <p>{strings.tooManyClasses(formatInteger(classNames.length))}</p>
      <ol class="worst">
        {worstPairs(confusion, 20).map(({ truth, predicted, count }) => (
          <li key={`${truth},${predicted}`}>
            <TextButton label={strings.showImages} onClick={() => onChoose({ truth, predicted })}>
              {strings.mistaken(classNames[truth] ?? '', classNames[predicted] ?? '')}
            </TextButton>
            <span class="value">{formatInteger(count)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** 0 to 1: correct ones relative to their class, wrong ones to the most common error, by square root. */
function heat({ truth, predicted }: Cell, totals: ConfusionTotals, confusion: Evaluation['confusion']): number {
  const count = confusion[truth]?.[predicted] ?? 0;
  const most = truth === predicted ? (totals.byTruth[truth] ?? 0) : totals.mostWrong;
  return most > 0 ? Math.sqrt(count / most) : 0;
}

function formatShare(fraction: number): string {
  return fraction === 0 ? '·' : formatPercent(fraction, 1);
}

function formatRatio(part: number, whole: number): string {
  return whole === 0 ? '–' : formatPercent(part / whole, 1);
}

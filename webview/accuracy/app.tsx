/** The comparison of accuracy and operations: two charts and the table of their figures. */
import type { AccuracyFacts, AccuracyHostFunctions, AccuracyPoint } from '../../src/panels/accuracyProtocol.ts';
import { Checkbox, Dropdown, ProgressRing, TextButton } from '../controls.tsx';
import { CopyButtons } from '../copy.tsx';
import { formatInteger, formatPercent } from '../format.ts';
import { WarningIcon } from '../icons.tsx';
import { language } from '../localization.ts';
import { useSetting } from '../settings.ts';
import { tableText } from '../table.ts';
import { useTheme } from '../theme.ts';
import { BarChart } from './barChart.tsx';
import { BubbleChart } from './bubbleChart.tsx';
import { colourOf } from './colours.ts';
import {
  byAccuracy,
  dataSetsOf,
  isWide,
  labelsOf,
  legendSizes,
  pointsOn,
  radiusOf,
  representatives,
} from './points.ts';
import { strings } from './strings.ts';

const isChoice = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isScale = (value: unknown): value is boolean | null => value === null || typeof value === 'boolean';

/** The option for all data sets; no data set has an empty key. */
const everything = '';

export interface AppProps {
  readonly facts: AccuracyFacts | null;
  readonly host: Pick<AccuracyHostFunctions, 'openRun'>;
}

export function App({ facts, host }: AppProps) {
  const [chosen, choose] = useSetting<string | null>('dataSet', null, isChoice);
  const [scale, setScale] = useSetting<boolean | null>('logarithmic', null, isScale);
  if (facts === null) {
    return (
      <main class="empty" aria-busy>
        <ProgressRing />
        <p>{strings.reading}</p>
      </main>
    );
  }
  const dataSets = dataSetsOf(facts.points);
  // A data set disappears with its last run.
  const key = dataSets.some((dataSet) => dataSet.key === chosen) ? chosen : null;
  const points = pointsOn(facts.points, key);
  const logarithmic = scale ?? isWide(points);
  const open = (folder: string) => void host.openRun(folder);
  return (
    <main class="accuracy">
      <header class="title">
        <h1>{strings.title}</h1>
        <div class="controls">
          <Dropdown
            label={strings.dataSet}
            value={key ?? everything}
            options={[
              { value: everything, label: strings.all },
              ...dataSets.map((dataSet) => ({ value: dataSet.key, label: dataSet.name })),
            ]}
            onChange={(value) => choose(value === everything ? null : value)}
          />
          <Checkbox checked={logarithmic} onChange={setScale}>
            {strings.logarithmic}
          </Checkbox>
        </div>
      </header>
      {key === null && dataSets.length > 1 && (
        <p class="notice" role="note">
          <WarningIcon /> <span>{strings.apart}</span>
        </p>
      )}
      {facts.points.every(({ run }) => run === null) && <p class="muted">{strings.none}</p>}
      <section data-view>
        <h2>
          {strings.operations} <CopyButtons name={strings.operations} numbers={() => numbersOf(points)} />
        </h2>
        <Families points={points} />
        <BubbleChart points={points} logarithmic={logarithmic} onOpen={open} />
        <p class="muted">{strings.operationsNote}</p>
      </section>
      <section data-view>
        <h2>
          {strings.networks}{' '}
          <CopyButtons name={strings.networks} numbers={() => numbersOf(byAccuracy(representatives(points)))} />
        </h2>
        <BarChart points={byAccuracy(representatives(points))} />
        <p class="muted">{strings.networksNote}</p>
      </section>
      <Figures points={points} onOpen={open} />
      <p class="muted">{strings.published}</p>
      {facts.unreadable.length > 0 && (
        <details>
          <summary>{strings.unreadable(formatInteger(facts.unreadable.length))}</summary>
          <ul>
            {facts.unreadable.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </main>
  );
}

/** The legend: hues of families, and sizes of discs by parameters. */
function Families({ points }: { readonly points: readonly AccuracyPoint[] }) {
  const theme = useTheme();
  const families = [...new Map(points.map((point) => [point.family, point])).values()];
  const most = Math.max(...points.map(({ params }) => params));
  return (
    <div class="keys">
      <ul class="legend">
        {families.map((point) => (
          <li key={point.family}>
            <span class="disc" style={{ borderColor: colourOf(point, theme) }} />
            {point.family ?? strings.ownRuns}
          </li>
        ))}
      </ul>
      <ul class="legend">
        {legendSizes(most).map((params) => {
          const side = 2 * radiusOf(params, most);
          return (
            <li key={params}>
              <span class="disc" style={{ width: `${side}px`, height: `${side}px` }} />
              {formatInteger(params)}
            </li>
          );
        })}
        <li class="muted">{strings.parameters}</li>
      </ul>
    </div>
  );
}

function Figures(props: { readonly points: readonly AccuracyPoint[]; readonly onOpen: (folder: string) => void }) {
  const { points, onOpen } = props;
  const names = namesOf(points);
  return (
    <section data-view>
      <h2>
        {strings.table} <CopyButtons name={strings.table} numbers={() => numbersOf(points)} />
      </h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" class={numbers.has(heading) ? 'number' : ''}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {byAccuracy(points)
              .toReversed()
              .map(({ id, dataSet, top1, macs, params, source, run }) => (
                <tr key={id}>
                  <th scope="row">
                    {run === null ? (
                      names(id)
                    ) : (
                      <TextButton label={strings.openRun(names(id))} onClick={() => onOpen(run)}>
                        {names(id)}
                      </TextButton>
                    )}
                  </th>
                  <td>{dataSet.name}</td>
                  <td class="number">{formatPercent(top1)}</td>
                  <td class="number">{formatInteger(macs)}</td>
                  <td class="number">{formatInteger(params)}</td>
                  <td>{source}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const headings = [
  strings.network,
  strings.dataSet,
  strings.top1,
  strings.multiplyAdds,
  strings.parameters,
  strings.source,
];

const numbers: ReadonlySet<string> = new Set([strings.top1, strings.multiplyAdds, strings.parameters]);

function numbersOf(points: readonly AccuracyPoint[]): string {
  const names = namesOf(points);
  return tableText([
    headings,
    ...points.map(({ id, dataSet, top1, macs, params, source }) => [
      names(id),
      dataSet.name,
      top1,
      macs,
      params,
      source,
    ]),
  ]);
}

/** The name of each network by its id, on one line. */
function namesOf(points: readonly AccuracyPoint[]): (id: string) => string {
  const labels = labelsOf(points, language);
  return (id) => (labels.get(id) ?? []).join(', ');
}

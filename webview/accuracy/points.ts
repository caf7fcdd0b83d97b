/** The networks to compare, their order, and the sizes they are drawn in. */
import type { AccuracyPoint } from '../../src/panels/accuracyProtocol.ts';
import type { DataSetName } from '../../src/training/runAccuracy.ts';

/** Each once, in order of first appearance. */
export function dataSetsOf(points: readonly AccuracyPoint[]): readonly DataSetName[] {
  return [...new Map(points.map(({ dataSet }) => [dataSet.key, dataSet])).values()];
}

/** `null`: all data sets. */
export const pointsOn = (points: readonly AccuracyPoint[], key: string | null): readonly AccuracyPoint[] =>
  key === null ? points : points.filter(({ dataSet }) => dataSet.key === key);

/** Everything published, and the best of several runs of one network on one data set. */
export function representatives(points: readonly AccuracyPoint[]): readonly AccuracyPoint[] {
  const best = new Map<string, AccuracyPoint>();
  for (const point of points) {
    const { run, id, name, dataSet, params, macs } = point;
    const key = run === null ? id : JSON.stringify([name, dataSet.key, params, macs]);
    if (point.top1 > (best.get(key)?.top1 ?? -1)) best.set(key, point);
  }
  return [...best.values()];
}

/**
 * What each network is called, by its id, on one line or two: its name, and of a run that shares it with another
 * network when it began, in the words of `language`.
 */
export function labelsOf(points: readonly AccuracyPoint[], language: string): ReadonlyMap<string, readonly string[]> {
  const minutes = whenIn(language, {});
  const seconds = whenIn(language, { second: '2-digit' });
  function label({ id, name, createdAt }: AccuracyPoint): readonly string[] {
    const others = points.filter((other) => other.name === name && other.id !== id);
    if (createdAt === null || others.length === 0) return [name];
    const when = minutes(createdAt);
    const isShared = others.some((other) => other.createdAt !== null && minutes(other.createdAt) === when);
    return [name, isShared ? seconds(createdAt) : when];
  }
  return new Map(points.map((point) => [point.id, label(point)]));
}

/** Writes a moment of ISO 8601 in local time; a text that is none stays as it is. */
function whenIn(language: string, more: Intl.DateTimeFormatOptions): (moment: string) => string {
  const usual = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat(language, { ...usual, ...more });
  return (moment) => (Number.isNaN(Date.parse(moment)) ? moment : format.format(new Date(moment)));
}

/** As in figure 1 of Canziani et al., 2016. */
export const byAccuracy = (points: readonly AccuracyPoint[]): readonly AccuracyPoint[] =>
  points.toSorted((a, b) => a.top1 - b.top1);

/** Radius in pixels of the network with the most parameters, and of the smallest that can be pointed at. */
const radii = { most: 46, least: 4 } as const;

/** Areas are proportional to parameters, as in figure 2 of the same paper. */
export const radiusOf = (params: number, most: number): number =>
  Math.max(radii.least, radii.most * Math.sqrt(params / most));

/** Round numbers of parameters for a legend, with one digit, the largest at most `most`. */
export function legendSizes(most: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(most));
  const largest = Math.floor(most / power) * power;
  return [...new Set([largest, largest / 5, largest / 25].map((size) => Math.max(1, Math.round(size))))];
}

/** Beyond this ratio of costs, networks can be told apart only on a logarithmic axis. */
const widestLinear = 100;

export function isWide(points: readonly AccuracyPoint[]): boolean {
  const macs = points.map((point) => Math.max(1, point.macs));
  return Math.max(...macs) > widestLinear * Math.min(...macs);
}

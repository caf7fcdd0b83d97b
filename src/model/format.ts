/** Formats numbers and shapes for people, the same in editor and command line. */
import type { Shape, Size2d } from './spec.ts';

/** `channelsFirst` is C×H×W (NCHW, PyTorch), `channelsLast` is H×W×C (NHWC, TensorFlow). */
export type ShapeOrder = 'channelsFirst' | 'channelsLast';

const percentage = (language: string, digits: number) =>
  new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The ways of writing a number. */
const notations = (language: string) => ({
  grouped: new Intl.NumberFormat(language, { maximumFractionDigits: 0 }),
  tenths: new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false }),
  decimal: new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false }),
  percent: percentage(language, 1),
  finePercent: percentage(language, 2),
  significant: new Intl.NumberFormat(language, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 }),
});

let written = notations('en-US');

/** Sets the language (a BCP 47 tag) of all numbers formatted from now on. Default: English. */
export function writeNumbersAs(language: string): void {
  written = notations(language);
}

/** `61706` → `61,706`. */
export function formatCount(value: number): string {
  return written.grouped.format(value);
}

/** `[16, 10, 10]` → `16×10×10`, or `10×10×16` with the channels last; `[120]` → `120`. */
export function formatShape(shape: Shape, order: ShapeOrder): string {
  const [channels, ...space] = shape;
  const axes = order === 'channelsLast' && channels !== undefined ? [...space, channels] : shape;
  return axes.join('×');
}

export function formatSize(size: Size2d): string {
  return size.join('×');
}

/** A fraction as a percentage with one decimal: `0.9891` → `98.9%`; a small but real share is `< 0.1%`. */
export function formatPercent(fraction: number): string {
  return fraction > 0 && fraction < 0.001 ? `< ${written.percent.format(0.001)}` : written.percent.format(fraction);
}

/** A fraction as a percentage with two decimals, which tell accuracies apart: `0.9891` → `98.91%`. */
export function formatAccuracy(fraction: number): string {
  return written.finePercent.format(fraction);
}

/**
 * Three significant digits, as on the axis of a chart: `0.0421`, `2.30`. `null` stands for a loss that is not finite,
 * which JSON cannot hold.
 */
export function formatLoss(loss: number | null): string {
  if (loss === null || !Number.isFinite(loss)) return 'NaN';
  if (loss === 0 || Math.abs(loss) >= 1e-3) return written.significant.format(loss);
  const [digits, power] = loss.toExponential(1).split('e');
  return `${written.tenths.format(Number(digits))}e${power}`;
}

/** One decimal: `4.2`. */
export function formatTenths(value: number): string {
  return written.tenths.format(value);
}

/** At most two decimals: `13.5`, `0.33`, `14`. */
export function formatDecimal(value: number): string {
  return written.decimal.format(value);
}

/** `45 s`, `1 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Binary units: `6.3 KiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (value < 1024) return `${unit === 'B' ? value : written.tenths.format(value)} ${unit}`;
    value /= 1024;
  }
  return `${written.tenths.format(value)} TiB`;
}

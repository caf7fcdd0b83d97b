/** Formats numbers and times in the display language. */
import { language } from './localization.ts';

const integers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const shorts = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
const losses = new Intl.NumberFormat(language, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const smallLosses = new Intl.NumberFormat(language, { notation: 'scientific', maximumSignificantDigits: 3 });
const weights = new Intl.NumberFormat(language, {
  minimumFractionDigits: 3,
  maximumFractionDigits: 3,
  signDisplay: 'negative',
});

const percents = [0, 1, 2].map(
  (digits) =>
    new Intl.NumberFormat(language, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

export function formatInteger(value: number): string {
  return integers.format(value);
}

/** Three digits: a rate is never more precise than that. */
export function formatRate(value: number): string {
  return shorts.format(value);
}

export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  return value !== 0 && Math.abs(value) < 1e-4 ? smallLosses.format(value) : losses.format(value);
}

/** A value on an axis, with no more digits than it needs. */
export function formatTick(value: number): string {
  return shorts.format(value);
}

export function formatWeight(value: number): string {
  return weights.format(value);
}

/** A fraction from 0 to 1 as a percentage. */
export function formatPercent(fraction: number, digits: 0 | 1 | 2 = 2): string {
  return percents[digits]!.format(fraction);
}

/** `0:07`, `12:34`, `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

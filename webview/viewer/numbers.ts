/** Formats values of feature maps in the display language. */
import { language } from '../localization.ts';

const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const scientific = new Intl.NumberFormat(language, { notation: 'scientific', maximumSignificantDigits: 3 });
const cells = new Intl.NumberFormat(language, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  useGrouping: false,
  signDisplay: 'negative',
});

/** Two decimals, so that the numbers of a table line up. */
export function formatCell(value: number): string {
  return cells.format(value);
}

/** Four digits; very small and very large ones with a power of ten. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? scientific.format(value) : plain.format(value);
}

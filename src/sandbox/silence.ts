/**
 * Comments that silence warnings and notes, as linters have them; errors stay, since they stop training.
 *
 *     // cnn-lab-disable-next-line dead-stride
 *     conv2d(8, 3, { stride: 4 }), // cnn-lab-disable-line dead-stride, size-does-not-divide
 *     // cnn-lab-disable bottleneck        in the whole file; without codes: all
 */
import type { Diagnostic } from './analysis.ts';
import type { ParsedFile } from './parse.ts';

const directive = /(?:\/\/|\/\*)\s*cnn-lab-disable(-next-line|-line)?(?![\w-])([^\r\n]*?)(?:\*\/|--|$)/gm;

interface Silence {
  /** Line, or `null` for the whole file. */
  readonly line: number | null;
  /** Codes to silence; empty for all. */
  readonly codes: readonly string[];
}

/** The diagnostics without those that a comment in their file silences. */
export function withoutSilenced(diagnostics: readonly Diagnostic[], files: readonly ParsedFile[]): Diagnostic[] {
  const silences = new Map(files.map(({ source }) => [source.file, silencesIn(source.text)]));
  return diagnostics.filter(
    ({ severity, code, range }) =>
      severity === 'error' ||
      !silences.get(range.file)?.some(({ line, codes }) => {
        return (line === null || line === range.line) && (codes.length === 0 || codes.includes(code));
      }),
  );
}

function silencesIn(text: string): Silence[] {
  if (!text.includes('cnn-lab-disable')) return [];
  return [...text.matchAll(directive)].map(({ index, 1: scope, 2: names = '' }) => {
    const line = text.slice(0, index).split(/\r\n|\r|\n/).length;
    const codes = names.split(/[\s,]+/).filter(Boolean);
    return { line: scope === undefined ? null : scope === '-line' ? line : line + 1, codes };
  });
}

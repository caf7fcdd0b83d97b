/** The bracket that is missing. The parser complains where it gives up, which may be many lines below. */
import ts from 'typescript';

export interface OpenBracket {
  /** What opens, what would close it, and what stands in its place: another closing bracket; `null` at the end. */
  readonly opening: string;
  readonly closing: string;
  readonly instead: string | null;
  /** Offsets in the text, of what opens and of what stands instead. */
  readonly start: number;
  readonly end: number;
}

const { SyntaxKind } = ts;
const pairs = new Map([
  [SyntaxKind.OpenParenToken, SyntaxKind.CloseParenToken],
  [SyntaxKind.OpenBracketToken, SyntaxKind.CloseBracketToken],
  [SyntaxKind.OpenBraceToken, SyntaxKind.CloseBraceToken],
  // `${`, at whose end the scanner has to be told that the text of the template goes on.
  [SyntaxKind.TemplateHead, SyntaxKind.CloseBraceToken],
]);
const closers = new Set(pairs.values());

/** The first bracket of a text that another one, or the end, comes too early for; `null` where all are in pairs. */
export function openBracket(text: string): OpenBracket | null {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const open: { kind: ts.SyntaxKind; start: number }[] = [];
  for (let kind = scanner.scan(); ; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    const last = open.at(-1);
    if (pairs.has(kind)) open.push({ kind, start });
    else if (kind === SyntaxKind.EndOfFileToken || closers.has(kind)) {
      if (last === undefined) return null;
      const closing = pairs.get(last.kind);
      if (kind === closing) {
        const goesOn = last.kind === SyntaxKind.TemplateHead && scanner.reScanTemplateToken(false);
        if (goesOn !== SyntaxKind.TemplateMiddle) open.pop();
        continue;
      }
      const opening = last.kind === SyntaxKind.TemplateHead ? '${' : text.charAt(last.start);
      const instead = kind === SyntaxKind.EndOfFileToken ? null : text.charAt(start);
      return { opening, closing: ts.tokenToString(closing ?? kind) ?? '', instead, start: last.start, end: start };
    }
  }
}

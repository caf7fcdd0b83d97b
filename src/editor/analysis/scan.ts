/**
 * A quick scan of a model file's text, complete or half-written: its brackets, and the call around a position.
 * TypeScript's parser would be more reliable, but is too large for the extension host.
 */

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Comments, strings, words, and single other characters; what is not closed ends with its line or the text. */
const pattern =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^\\`])*`?|[A-Za-z_$][\w$]*|\S/g;

/** The tokens of a text, without comments. */
function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(pattern)) {
    const [token] = match;
    if (!/^\/[/*]/.test(token)) yield { text: token, start: match.index, end: match.index + token.length };
  }
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const isOpening = (text: string): boolean => Object.hasOwn(closing, text);
const isClosing = (text: string): boolean => text === ')' || text === ']' || text === '}';
const isWord = (text: string): boolean => /^[A-Za-z_$]/.test(text);

/** Matching brackets, as offsets of both. */
export function bracketPairs(text: string): readonly (readonly [open: number, close: number])[] {
  const open: Token[] = [];
  const pairs: [number, number][] = [];
  for (const token of tokensOf(text)) {
    if (isOpening(token.text)) open.push(token);
    else if (isClosing(token.text) && closing[open.at(-1)?.text ?? ''] === token.text) {
      pairs.push([open.pop()!.start, token.start]);
    }
  }
  return pairs;
}

/** A call around a position. */
export interface OpenCall {
  /** As written: `conv2d`, `cnn.conv2d`. */
  readonly callee: string;
  /** Index of the argument, from 0. */
  readonly argument: number;
  /** Keys of the objects in that argument, outermost first: `['training', 'epochs']`; the last may be half-written. */
  readonly keys: readonly string[];
}

interface Frame {
  readonly bracket: string;
  readonly callee: string | null;
  commas: number;
  key: string;
  /** Whether `key` may be incomplete. */
  named: boolean;
}

/** The innermost call in whose arguments a position lies. */
export function callAt(text: string, offset: number): OpenCall | null {
  const stack: Frame[] = [];
  let before: Token[] = [];
  for (const token of tokensOf(text)) {
    if (token.start >= offset) break;
    const frame = stack.at(-1);
    if (isOpening(token.text)) {
      stack.push({ bracket: token.text, callee: calleeOf(token.text, before), commas: 0, key: '', named: false });
    } else if (isClosing(token.text)) {
      if (token.end <= offset) stack.pop();
    } else if (frame && token.text === ',') {
      frame.commas++;
      frame.key = '';
      frame.named = false;
    } else if (frame && token.text === ':') {
      frame.named = true;
    } else if (frame && !frame.named && isWord(token.text)) {
      frame.key = token.text;
    }
    before = [...before.slice(-2), token];
  }
  const keys: string[] = [];
  for (const { bracket, callee, commas, key } of stack.reverse()) {
    if (callee !== null) return { callee, argument: commas, keys: keys.reverse() };
    if (bracket === '{') keys.push(key);
  }
  return null;
}

function calleeOf(bracket: string, before: readonly Token[]): string | null {
  const [owner, dot, name] = [before.at(-3), before.at(-2), before.at(-1)];
  if (bracket !== '(' || !name || !isWord(name.text)) return null;
  return dot?.text === '.' && owner && isWord(owner.text) ? `${owner.text}.${name.text}` : name.text;
}

/** The builder of `'cnn-lab'` that a callee refers to in this file; `null` for the user's own functions. */
export function builderOf(text: string, callee: string): string | null {
  for (const [, clause = ''] of text.matchAll(/import\s+([^;'"]*?)\s+from\s+['"]cnn-lab['"]/g)) {
    const namespace = /^\*\s+as\s+([\w$]+)$/.exec(clause)?.[1];
    if (namespace && callee.startsWith(`${namespace}.`)) return callee.slice(namespace.length + 1);
    for (const [, name = '', alias = name] of clause.matchAll(/([\w$]+)(?:\s+as\s+([\w$]+))?/g)) {
      if (alias === callee) return name;
    }
  }
  return null;
}

/** The string literal around a position, without its quotes. */
export function stringAt(text: string, offset: number): { readonly text: string; readonly start: number } | null {
  for (const token of tokensOf(text)) {
    if (token.start > offset) return null;
    if (offset > token.end || !/^(['"]).*\1$/.test(token.text) || token.text.length < 2) continue;
    return { text: token.text.slice(1, -1), start: token.start + 1 };
  }
  return null;
}

/** Problems of a model, tied to the call and the argument that must change. */
import type { DiagnosticCode } from './lessons/index.ts';

/** Where in a call: an argument's index, then keys and indices inside it. Empty: the call as a whole. */
export type Path = readonly (string | number)[];

/** A remedy that can be applied as a quick fix. */
export type Remedy = {
  /** The call to change, if it is not the one with the problem; `path` is then one of its own. */
  readonly call?: number;
} & ((Change & { readonly title: string }) | Enclosure);

export type Change =
  /** Gives the argument or option at `path` another value, adding it where it is missing. */
  | { readonly kind: 'set'; readonly path: Path; readonly text: string }
  /** Gives the option at `path` another name. */
  | { readonly kind: 'rename'; readonly path: Path; readonly text: string }
  /** Takes the option at `path` out. */
  | { readonly kind: 'drop'; readonly path: Path }
  /** Puts a layer without arguments before this one. */
  | { readonly kind: 'insertBefore'; readonly layer: string }
  /** Puts layers after this one. */
  | { readonly kind: 'insertAfter'; readonly layers: readonly WrittenLayer[] }
  /** Sends the tensor at `path`, an argument of a merge, through a layer first: `conv2d(64, 1)`. */
  | { readonly kind: 'wrap'; readonly path: Path; readonly layer: WrittenLayer }
  /** Applies the layer to the tensor that stands among its own arguments: `relu(x)` becomes `relu()(x)`. */
  | { readonly kind: 'apply'; readonly path: Path }
  /**
   * Writes the arguments of the call anew, from what stands at these paths. Options that are not there are left out; an
   * object among them keeps its own names.
   */
  | {
      readonly kind: 'rewrite';
      readonly positional: readonly Path[];
      readonly options: readonly { readonly name: string; readonly path: Path }[];
    }
  /** Takes the layer out. */
  | { readonly kind: 'remove' };

/**
 * Writes something before and after the argument at `path`: a spread, brackets, the parentheses of a call. The source
 * gives it a title.
 */
export interface Enclosure {
  readonly kind: 'enclose';
  readonly path: Path;
  readonly opening: string;
  readonly closing: string;
}

/** A layer's builder and its arguments as written: `conv2d`, `(64, 1)`. */
export interface WrittenLayer {
  readonly builder: string;
  readonly args: string;
}

/** A mistake in one argument, before it is known which call the argument belongs to. */
export class Complaint extends Error {
  readonly code: DiagnosticCode;
  readonly path: Path;
  readonly remedies: readonly Remedy[];

  constructor(code: DiagnosticCode, path: Path, message: string, remedies: readonly Remedy[] = []) {
    super(message);
    this.code = code;
    this.path = path;
    this.remedies = remedies;
  }
}

/** One mistake in a model. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: DiagnosticCode;
  readonly message: string;
  /** Index of the call in the snapshot. */
  readonly call: number;
  readonly path: Path;
  readonly remedies: readonly Remedy[];
}

/** Collects problems, at most a hundred: nobody reads more. */
export class Problems {
  readonly list: Problem[] = [];

  add(call: number, complaint: Complaint, severity: Problem['severity'] = 'error'): void {
    const { code, message, path, remedies } = complaint;
    if (this.list.length < 100) this.list.push({ severity, code, message, call, path, remedies });
  }

  has(code: DiagnosticCode, call?: number): boolean {
    return this.list.some((problem) => problem.code === code && (call === undefined || problem.call === call));
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }
}

/** Problems of a model, tied to the call and the argument that must change. */
import type { DiagnosticCode } from './lessons/index.ts';

/** Where in a call: an argument's index, then keys and indices inside it. Empty: the call as a whole. */
export type Path = readonly (string | number)[];

/** A remedy that can be applied as a quick fix. */
export type Remedy =
  /** Gives the argument or option at `path` another value, adding it where it is missing. */
  | { readonly kind: 'set'; readonly title: string; readonly path: Path; readonly text: string }
  /** Gives the option at `path` another name. */
  | { readonly kind: 'rename'; readonly title: string; readonly path: Path; readonly text: string }
  /** Puts a layer without arguments before this one. */
  | { readonly kind: 'insertBefore'; readonly title: string; readonly layer: string }
  /** Sends the tensor at `path`, an argument of a merge, through a layer first: `conv2d(64, 1)`. */
  | {
      readonly kind: 'wrap';
      readonly title: string;
      readonly path: Path;
      readonly layer: string;
      readonly text: string;
    }
  /**
   * Writes the arguments of the call anew, from what stands at these paths. Options that are not there are left out; an
   * object among them keeps its own names.
   */
  | {
      readonly kind: 'rewrite';
      readonly title: string;
      readonly positional: readonly Path[];
      readonly options: readonly { readonly name: string; readonly path: Path }[];
    }
  /** Takes the layer out. */
  | { readonly kind: 'remove'; readonly title: string };

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
